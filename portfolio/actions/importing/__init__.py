"""Writing the plan of an import: parents, projects and their parts, set by set and only where something differs."""
