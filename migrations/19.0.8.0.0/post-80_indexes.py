def migrate(cr, version):
    """Loaners have an index that serves their list; the one of all that is not empty served none. A person's time is found by
    an index that sorts it, too."""
    cr.execute("DROP INDEX IF EXISTS fleet_vehicle__is_loaner_index")
    cr.execute("DROP INDEX IF EXISTS aftersales_time_entry__employee_id_index")
