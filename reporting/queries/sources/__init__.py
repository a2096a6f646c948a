"""What the tables of delivery say at a date, by project: one statement per table, whatever the number of projects."""
