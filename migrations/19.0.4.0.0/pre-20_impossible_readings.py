"""Readings that no odometer shows stand in the way of all later ones of their car: they go, and what follows from
them is worked out anew afterwards (see post-20_impossible_readings.py)."""


def migrate(cr, version):
    cr.execute("""
        CREATE TABLE aftersales_impossible_readings AS
        SELECT vehicle_id, value, date FROM fleet_vehicle_odometer WHERE NOT (value BETWEEN 0 AND 9999999)
    """)
    cr.execute("DELETE FROM fleet_vehicle_odometer WHERE NOT (value BETWEEN 0 AND 9999999)")
