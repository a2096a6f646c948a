"""`{% load vigie %}`: every tag and filter of the design system, gathered from the modules of pmo.core.ui."""

from django import template

from pmo.core.ui import (
    audit_tags,
    block_tags,
    figure_tags,
    form_tags,
    format_tags,
    list_tags,
    mark_tags,
    permissions,
    shell_tags,
)

register = template.Library()
PARTS = (
    audit_tags,
    block_tags,
    figure_tags,
    form_tags,
    format_tags,
    list_tags,
    mark_tags,
    permissions,
    shell_tags,
)
for part in PARTS:
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
