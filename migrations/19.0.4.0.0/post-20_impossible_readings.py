from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The cars whose impossible readings went: distances anew, and a word in the log."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute("SELECT vehicle_id, value, date FROM aftersales_impossible_readings WHERE vehicle_id IS NOT NULL")
    rows = cr.fetchall()
    vehicles = env['fleet.vehicle'].browse({vehicle_id for vehicle_id, _value, _date in rows})
    vehicles._renew_distances()
    vehicles.modified(['odometer_unit'])  # what the last reading tells
    for vehicle_id, value, date in rows:
        env['fleet.vehicle'].browse(vehicle_id).message_post(body=env._(
            "The odometer reading %(value)s of %(date)s is no possible one and was removed.", value=f'{value:g}', date=date))
    cr.execute("DROP TABLE aftersales_impossible_readings")
