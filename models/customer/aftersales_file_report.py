from odoo import fields, models
from odoo.tools import SQL


class AftersalesFileReport(models.Model):
    """Whether files of customers and cars were complete in time (J1): a row a file, once that is decided.

    A file begins with the first visit, else when the car was entered, and anew with each owner. It is decided when it is
    complete, or when its days are over.
    """
    _name = 'aftersales.file.report'
    _description = "Files Complete in Time"
    _inherit = ['aftersales.analysis.mixin']
    _auto = False
    _order = 'opened_date desc, id'
    _rec_name = 'vehicle_id'

    vehicle_id = fields.Many2one('fleet.vehicle', readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    agent_id = fields.Many2one('res.users', string="Care Agent", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    opened_date = fields.Datetime(string="Opened On", readonly=True)
    complete_date = fields.Datetime(string="Complete On", readonly=True)
    files = fields.Integer(readonly=True)
    in_time = fields.Integer(string="Complete in Time", readonly=True)
    in_time_rate = fields.Float(
        string="Complete in Time (%)", readonly=True, aggregator='avg', digits=(5, 1),
        help="Files that were complete within the days the company sets / all files x 100")

    @property
    def _table_query(self):
        return SQL("""
            SELECT file.id, file.id AS vehicle_id, file.owner_id AS partner_id, customer.aftersales_agent_id AS agent_id,
                   file.company_id, file.opened_date, file.file_complete_date AS complete_date, 1 AS files,
                   file.in_time::int AS in_time, 100.0 * file.in_time::int AS in_time_rate
              FROM (
                       SELECT car.id, car.owner_id, car.company_id, car.is_file_incomplete, car.file_complete_date,
                              begun.opened_date, begun.opened_date + make_interval(days => house.days) AS deadline,
                              COALESCE(car.file_complete_date <= begun.opened_date + make_interval(days => house.days),
                                       FALSE) AS in_time
                         FROM fleet_vehicle car
                         JOIN LATERAL (
                              SELECT COALESCE(car.file_reopened_date, car.first_visit_date, car.create_date) AS opened_date
                              ) AS begun ON TRUE
                         JOIN LATERAL (
                              SELECT company.aftersales_file_days AS days FROM res_company company
                               WHERE company.id = COALESCE(car.company_id, %s)) AS house ON TRUE
                        WHERE car.active AND car.is_customer_vehicle
                   ) AS file
              JOIN res_partner customer ON customer.id = file.owner_id
             WHERE file.file_complete_date IS NOT NULL
                OR file.is_file_incomplete AND file.deadline < %s
            """, self.env.company.id, fields.Datetime.now())
