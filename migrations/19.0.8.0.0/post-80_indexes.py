def migrate(cr, version):
    """Loaners and rescue partners have an index that serves their list; the one of all that is not empty served none. Time of
    a person, sublet work by where it is and the cars of a plan are found by indexes that sort or count them, too."""
    for name in ('fleet_vehicle__is_loaner_index', 'res_partner__aftersales_is_rescue_partner_index',
                 'aftersales_time_entry__employee_id_index', 'aftersales_order_line__sublet_state_index',
                 'fleet_vehicle__maintenance_plan_id_index'):
        cr.execute(f"DROP INDEX IF EXISTS {name}")
