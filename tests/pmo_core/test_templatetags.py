"""What the parts write, in both languages; absence is a dash that speaks, never a zero."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from pmo.core.views.gallery import SampleFilter, SampleForm

DAY = dt.date(2026, 3, 5)


def render(source: str, language: str = "en", **context: Any) -> str:
    with translation.override(language):
        return Template("{% load vigie %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("language", "source", "written"),
    [
        ("en", '{{ x|money:"EUR:k" }}', "1,234.5\u00a0k€"),
        ("fr", '{{ x|money:"EUR:k" }}', "1\u202f234,5\u00a0k€"),
        ("en", '{{ x|money:"USD" }}', "1.2\u00a0M$"),
        ("en", '{{ x|money:"CHF:M" }}', "1.2\u00a0M\u00a0CHF"),
        ("fr", '{{ x|money:"GBP:1" }}', "1\u202f234\u202f500\u00a0£"),
        ("fr", "{{ r|percent:1 }}", "−3,1\u202f%"),
        ("en", '{{ r|percent:"+1" }}', "−3.1%"),
        ("en", '{{ n|number:"+1" }}', "+0.3"),
        ("fr", "{{ x|number }}", "1\u202f234\u202f500"),
        ("fr", "{{ d|day }}", '<time datetime="2026-03-05">05/03/2026</time>'),
        ("en", "{{ d|day }}", '<time datetime="2026-03-05">2026-03-05</time>'),
    ],
)
def test_values_are_written_in_the_readers_language(language: str, source: str, written: str) -> None:
    values = {"x": Decimal("1234500"), "r": Decimal("-0.0312"), "n": Decimal("0.25"), "d": DAY}
    assert render(source, language, **values) == written


@pytest.mark.parametrize(
    "source", ["{{ x|money }}", "{{ x|number }}", "{{ x|percent }}", "{{ x|day }}", "{% money x %}"]
)
def test_nothing_known_is_a_dash_with_words(source: str) -> None:
    html = render(source, x=None)
    assert "–" in html
    assert "Not known" in html
    assert "0" not in html


def test_withheld_says_so_and_why() -> None:
    html = render("{% money x 'GBP' reason=why kind='withheld' %}", x=None, why="Exempt <Section 26>")
    assert "Withheld: Exempt &lt;Section 26&gt;" in html


def test_the_exact_amount_travels_with_the_rounded_one() -> None:
    html = render("{% money x 'USD' %}", x=Decimal("26970706944.25"))
    assert 'value="26970706944.25"' in html
    assert "26,970,706,944.25\u00a0$" in html
    assert ">26,970.7\u00a0M$<" in html


@pytest.mark.parametrize("key", ["green", "amber", "red", "grey", "purple", None])
def test_health_has_a_shape_and_a_word(key: str | None) -> None:
    html = render("{% rag key label='Cost' %}", key=key)
    shapes = {"green": "<circle", "amber": "<rect", "red": "<path", "grey": "stroke-dasharray"}
    assert shapes.get(key or "", "stroke-dasharray") in html
    assert "Cost: " in html


def test_a_tile_opens_and_counts_what_it_sums() -> None:
    html = render(
        "{% kpi_tile label='EAC' value=x kind='money' currency='USD' href='/m/' known=1065 of=1073 withheld=2 %}", x=5
    )
    assert 'href="/m/"' in html
    assert "known for 1,065 of 1,073" in html
    assert "2 withheld" in html


def test_a_rise_is_good_or_bad_according_to_the_measure() -> None:
    tile = "{% kpi_tile label='x' value=1 delta=d better=better %}"
    assert "delta-bad" in render(tile, d=2, better="down")
    assert "delta-good" in render(tile, d=2, better="up")
    assert "delta-flat" in render(tile, d=2, better="")


def test_drawings_keep_a_decimal_point_in_french() -> None:
    html = render("{% progress x expected=y %}{% sparkline s %}", "fr", x="0.425", y="0.5", s=[1, 2, None, 4, 5])
    assert 'width="42.5"' in html
    assert html.count("<polyline") == 2


def test_a_sparkline_needs_two_values() -> None:
    assert "<svg" not in render("{% sparkline s %}", s=[None, 3])


def test_matrix_cells_filter_and_keep_the_query() -> None:
    html = render("{% risk_matrix cells href='/registers/risks/?kind=threat' unassessed=2 %}", cells={(5, 4): 3})
    assert "/registers/risks/?kind=threat&amp;probability=5&amp;impact=4" in html
    assert "2 not assessed" in html


def test_sorting_toggles_and_forgets_the_page() -> None:
    request = RequestFactory().get("/?sort=name&page=3&q=a")
    html = render("{% th 'Name' sort='name' %}", request=request)
    assert 'aria-sort="ascending"' in html
    assert "?sort=-name&amp;q=a" in html


def test_links_of_the_parts_escape_what_people_type() -> None:
    request = RequestFactory().get("/", {"q": '"><script>'})
    assert "<script>" not in render("{% th 'Name' sort='name' %}{% kept_parameters %}", request=request)


def test_active_filters_are_chips_that_remove_themselves() -> None:
    request = RequestFactory().get("/?q=rail&health=red&health=amber&as_of=2026-01-31&columns=name")
    html = render("{% filter_bar form %}", form=SampleFilter(request.GET), request=request)
    assert "Amber" in html
    assert '<a class="chip" href="?q=rail&amp;as_of=2026-01-31&amp;columns=name">' in html
    assert '<input type="hidden" name="as_of" value="2026-01-31">' in html
    assert '<a class="chip-clear" href="?as_of=2026-01-31&amp;columns=name">' in html


def test_the_pager_says_which_rows_and_keeps_the_query() -> None:
    request = RequestFactory().get("/?q=a&page=2")
    html = render("{% pager page %}", page=Paginator(range(1073), 50).get_page(2), request=request)
    assert "51–100 of 1,073" in html
    assert "?q=a&amp;page=3" in html


def test_a_field_points_to_its_help_and_error() -> None:
    form = SampleForm({"amount": "x"})
    html = render("{% form_errors form %}{% field form.name %}{% field form.due %}", form=form)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert 'type="date"' in html
    assert "fields need attention" in html


def test_a_chart_carries_its_figure_and_its_table() -> None:
    html = render(
        "{% chart id='c' title='Cost' unit='k€' as_of=day figure=f %}<table></table>{% endchart %}",
        day=DAY,
        f={"data": ["</script>"]},
    )
    assert 'id="c-figure"' in html
    assert "\\u003C/script\\u003E" in html
    assert "data-chart-table" in html
