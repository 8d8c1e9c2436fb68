from odoo import fields, models
from odoo.tools import SQL


class AftersalesRegistrationReport(models.Model):
    """Table I: a row a sale that is to be registered with its maker: sent in time, late or still due (I2)."""
    _name = 'aftersales.registration.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Registration Analysis"
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'registration_id'
    _newest_field = 'date'

    date = fields.Date(string="Sold on", readonly=True)
    registration_id = fields.Many2one('aftersales.warranty.registration', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    brand_id = fields.Many2one('fleet.vehicle.model.brand', readonly=True)
    model_id = fields.Many2one('fleet.vehicle.model', readonly=True)
    sold = fields.Integer(string="Cars Sold", readonly=True)
    in_time = fields.Integer(string="Sent in Time", readonly=True)
    late_count = fields.Integer(string="Late", readonly=True, help="Sent after the last day, or that day is past.")
    still_due = fields.Integer(string="Still Due", readonly=True, help="Not sent, and the last day is not past.")
    in_time_rate = fields.Float(
        string="In Time (%)", readonly=True, aggregator='avg', digits=(5, 1), help="Sent in time / sent in time and late.")

    @property
    def _table_query(self):
        return SQL("""
            SELECT r.id, r.sale_date AS date, r.id AS registration_id, r.company_id, model.brand_id, car.model_id, 1 AS sold,
                   CASE WHEN standing.name = 'in_time' THEN 1 ELSE 0 END AS in_time,
                   CASE WHEN standing.name = 'late' THEN 1 ELSE 0 END AS late_count,
                   CASE WHEN standing.name = 'waiting' THEN 1 ELSE 0 END AS still_due,
                   CASE standing.name WHEN 'in_time' THEN 100.0 WHEN 'late' THEN 0.0 END AS in_time_rate
              FROM aftersales_warranty_registration r
         LEFT JOIN fleet_vehicle car ON car.id = r.vehicle_id
         LEFT JOIN fleet_vehicle_model model ON model.id = car.model_id
        CROSS JOIN LATERAL (
                       SELECT CASE WHEN r.sent_date IS NOT NULL AND r.sent_date <= r.due_date THEN 'in_time'
                                   WHEN r.sent_date IS NOT NULL OR r.due_date < %(today)s THEN 'late'
                                   ELSE 'waiting' END AS name) standing
             WHERE r.state != 'withdrawn'
        """, today=fields.Date.context_today(self))
