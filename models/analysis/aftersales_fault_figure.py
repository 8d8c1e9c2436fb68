from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .aftersales_fault_report import KINDS

DISTANCE = {'readonly': True, 'digits': (12, 0), 'aggregator': None}


class AftersalesFaultFigure(models.Model):
    """Faults of the last three years by model and code or part: how many, how many of 1,000 cars, and at which distance (N3).

    What makers ask their dealers for. The register counts customers' cars of the model that are kept today.
    """
    _name = 'aftersales.fault.figure'
    _description = "Fault Statistics"
    _inherit = ['aftersales.analysis.mixin']
    _auto = False
    _order = 'fault_count desc, id'
    _rec_name = 'code'

    company_id = fields.Many2one('res.company', readonly=True)
    fault_kind = fields.Selection(KINDS, string="Kind of Fault", readonly=True)
    brand_id = fields.Many2one('fleet.vehicle.model.brand', readonly=True)
    model_id = fields.Many2one('fleet.vehicle.model', readonly=True)
    code = fields.Char(string="Fault Code", readonly=True)
    product_id = fields.Many2one('product.product', string="Part", readonly=True)
    fault_count = fields.Integer(string="Faults (n)", readonly=True)
    cars_hit = fields.Integer(string="Cars Hit", readonly=True)
    register_count = fields.Integer(string="Cars of the Model", readonly=True, aggregator=None)
    rate = fields.Float(
        string="Of 1,000 Cars", readonly=True, digits=(16, 1), aggregator=None, help="Cars hit / cars of the model × 1,000.")
    distance_mean = fields.Float(string="km at Failure", **DISTANCE, help="Mean.")
    distance_q1 = fields.Float(string="km: a Quarter Below", **DISTANCE)
    distance_median = fields.Float(string="km: Median", **DISTANCE)
    distance_q3 = fields.Float(string="km: a Quarter Above", **DISTANCE)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT MIN(fault.id) AS id, fault.company_id, fault.fault_kind, fault.brand_id, fault.model_id, fault.code,
                   fault.product_id, SUM(fault.fault_count)::integer AS fault_count,
                   COUNT(DISTINCT fault.vehicle_id)::integer AS cars_hit,
                   COALESCE(MAX(register.cars), 0)::integer AS register_count,
                   COALESCE(COUNT(DISTINCT fault.vehicle_id) * 1000.0 / NULLIF(MAX(register.cars), 0), 0) AS rate,
                   AVG(fault.distance) AS distance_mean,
                   percentile_cont(0.25) WITHIN GROUP (ORDER BY fault.distance) AS distance_q1,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY fault.distance) AS distance_median,
                   percentile_cont(0.75) WITHIN GROUP (ORDER BY fault.distance) AS distance_q3
              FROM (%(faults)s) AS fault
         LEFT JOIN (SELECT model_id, COUNT(*) AS cars FROM fleet_vehicle
                     WHERE active AND is_customer_vehicle GROUP BY model_id) AS register
                   ON register.model_id = fault.model_id
             WHERE fault.company_id IN %(companies)s
          GROUP BY fault.company_id, fault.fault_kind, fault.brand_id, fault.model_id, fault.code, fault.product_id
            """, faults=self.env['aftersales.fault.report']._table_query, companies=tuple(self.env.companies.ids) or (0,))

    # === ACTION METHODS ===#

    def action_view_faults(self):
        """The faults behind the figure."""
        if len(self) != 1:
            raise UserError(self.env._("Choose one row."))
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Faults of Cars"), 'res_model': 'aftersales.fault.report',
            'views': [(False, 'list'), (False, 'pivot')], 'domain': [
                ('company_id', '=', self.company_id.id), ('fault_kind', '=', self.fault_kind), ('code', '=', self.code),
                ('product_id', '=', self.product_id.id), ('model_id', '=', self.model_id.id)]}
