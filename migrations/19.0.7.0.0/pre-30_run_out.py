"""A coverage keeps whether its car has run beyond it: filled by one statement, not coverage by coverage."""
from odoo.tools.sql import column_exists


def migrate(cr, version):
    if not (column_exists(cr, 'aftersales_coverage', 'final_km') and column_exists(cr, 'fleet_vehicle', 'distance_km')):
        return
    cr.execute("ALTER TABLE aftersales_coverage ADD COLUMN IF NOT EXISTS is_run_out boolean")
    cr.execute("""
        UPDATE aftersales_coverage coverage
           SET is_run_out = TRUE
          FROM fleet_vehicle vehicle
         WHERE vehicle.id = coverage.vehicle_id AND coverage.final_km > 0 AND vehicle.distance_km > coverage.final_km
    """)
