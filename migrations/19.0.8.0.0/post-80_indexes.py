def migrate(cr, version):
    """Loaners and rescue partners have an index that serves their list; the one of all that is not empty served none."""
    cr.execute("DROP INDEX IF EXISTS fleet_vehicle__is_loaner_index, res_partner__aftersales_is_rescue_partner_index")
