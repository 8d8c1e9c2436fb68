def migrate(cr, version):
    """Loaners have an index that serves their list; the one of all that is not empty served none."""
    cr.execute("DROP INDEX IF EXISTS fleet_vehicle__is_loaner_index")
