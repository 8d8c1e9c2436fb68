from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

PERCENT = {'readonly': True, 'aggregator': 'avg', 'digits': (6, 1)}


class AftersalesLoanReport(models.Model):
    """A row a loaner and day, of the last two years: whether it was out, why, and what it cost and brought (J8).

    Days are those of the outlet's clock. What was charged and damaged stands on the day of the return.
    """
    _name = 'aftersales.loan.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Loaner Figures"
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'vehicle_id'

    date = fields.Date(readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    vehicle_id = fields.Many2one('fleet.vehicle', string="Loaner", readonly=True)
    model_id = fields.Many2one('fleet.vehicle.model', string="Model", readonly=True)
    loan_id = fields.Many2one('aftersales.loan', readonly=True)
    partner_id = fields.Many2one('res.partner', string="Borrower", readonly=True)
    reason = fields.Selection(
        selection=lambda self: self.env['aftersales.loan']._fields['reason']._description_selection(self.env), readonly=True)
    days_in_fleet = fields.Integer(string="Days in the Fleet", readonly=True)
    days_out = fields.Integer(string="Days Out", readonly=True)
    late_days = fields.Integer(string="Days Late", readonly=True)
    use = fields.Float(string="Use (%)", **PERCENT)
    cost = fields.Monetary(readonly=True, groups='aftersales.group_price', help="Days out at the value per day.")
    charged = fields.Monetary(readonly=True, groups='aftersales.group_price')
    damage = fields.Integer(string="New Damage", readonly=True)

    @property
    def _table_query(self):
        return SQL("""
            SELECT car.id::bigint * 100000 + (day.date - date '2000-01-01') AS id, day.date, car.company_id,
                   company.currency_id, car.loaner_workshop_id AS workshop_id, car.id AS vehicle_id, car.model_id,
                   loan.id AS loan_id, loan.partner_id, loan.reason, 1 AS days_in_fleet, (loan.id IS NOT NULL)::int AS days_out,
                   (loan.id IS NOT NULL AND day.date > (loan.date_to %(local)s)::date)::int AS late_days,
                   CASE WHEN loan.id IS NULL THEN 0.0 ELSE 100.0 END AS use,
                   CASE WHEN loan.id IS NULL THEN 0 ELSE COALESCE(car.loaner_daily_value, 0) END AS cost,
                   COALESCE(ended.charged, 0) AS charged, COALESCE(ended.damage, 0)::int AS damage
              FROM fleet_vehicle car
              JOIN res_company company ON company.id = car.company_id
              JOIN res_partner house ON house.id = company.partner_id
         LEFT JOIN aftersales_workshop outlet ON outlet.id = car.loaner_workshop_id
         LEFT JOIN resource_calendar hours ON hours.id = outlet.resource_calendar_id
        CROSS JOIN LATERAL (SELECT COALESCE(hours.tz, house.tz, 'UTC') AS tz) place
        CROSS JOIN LATERAL (SELECT (%(now)s %(local)s)::date AS today) clock
        CROSS JOIN LATERAL (
                   SELECT generate_series(
                              GREATEST(COALESCE(car.loaner_since, clock.today), clock.today - 730), clock.today,
                              interval '1 day')::date AS date) day
         LEFT JOIN LATERAL (
                   SELECT l.* FROM aftersales_loan l
                    WHERE l.vehicle_id = car.id AND l.date_out IS NOT NULL AND (l.date_out %(local)s)::date <= day.date
                      AND (l.date_back IS NULL OR (l.date_back %(local)s)::date >= day.date)
                 ORDER BY l.date_out DESC LIMIT 1) loan ON TRUE
         LEFT JOIN LATERAL (
                   SELECT SUM((SELECT SUM(c.amount_untaxed) FROM aftersales_loan_charge c WHERE c.loan_id = l.id)) AS charged,
                          SUM((SELECT COUNT(*) FROM aftersales_loan_damage d
                                 JOIN aftersales_loan_sheet s ON s.id = d.sheet_id
                                WHERE s.loan_id = l.id AND s.kind = 'back' AND d.known_id IS NULL)) AS damage
                     FROM aftersales_loan l
                    WHERE l.vehicle_id = car.id AND (l.date_back %(local)s)::date = day.date) ended ON TRUE
             WHERE car.is_loaner IS TRUE AND car.active
        """, now=fields.Datetime.now(), local=SQL("AT TIME ZONE 'UTC' AT TIME ZONE place.tz"))

    @api.readonly
    def action_view_loan(self):
        if not self.loan_id:
            raise UserError(self.env._("Choose a day on which the loaner was lent out."))
        return self.loan_id._get_records_action()
