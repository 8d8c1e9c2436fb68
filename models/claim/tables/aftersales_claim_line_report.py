from odoo import fields, models
from odoo.tools import SQL


class AftersalesClaimLineReport(models.Model):
    """A row a line of a claim that was sent: which parts fail, and why makers cut or refuse (I3)."""
    _name = 'aftersales.claim.line.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Claim Line Analysis"
    _newest_field = 'date'
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'claim_id'

    date = fields.Datetime(string="Submitted on", readonly=True)
    claim_id = fields.Many2one('aftersales.claim', readonly=True)
    kind = fields.Selection(
        selection=lambda self: self.env['aftersales.claim.line']._fields['kind']._description_selection(self.env),
        readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    brand_id = fields.Many2one('fleet.vehicle.model.brand', readonly=True)
    model_id = fields.Many2one('fleet.vehicle.model', readonly=True)
    product_id = fields.Many2one('product.product', string="Part", readonly=True)
    supplier_id = fields.Many2one('res.partner', string="Supplier", readonly=True)
    lot_number = fields.Char(string="Lot or Serial", readonly=True)
    defect_code_id = fields.Many2one('aftersales.defect.code', string="Defect Code", readonly=True)
    cause = fields.Text(readonly=True)
    correction = fields.Text(string="Action", readonly=True)
    outcome = fields.Selection(
        selection=lambda self: self.env['aftersales.claim.line']._fields['outcome']._description_selection(self.env),
        readonly=True)
    reason_id = fields.Many2one('aftersales.claim.reason', string="Reason", readonly=True)
    is_avoidable = fields.Boolean(string="Avoidable", readonly=True)
    user_id = fields.Many2one('res.users', string="Clerk", readonly=True)
    advisor_id = fields.Many2one('res.users', string="Advisor", readonly=True)
    technician_id = fields.Many2one('hr.employee', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    quantity = fields.Float(digits='Product Unit', readonly=True)
    claimed = fields.Monetary(readonly=True)
    decided = fields.Monetary(string="Accepted", readonly=True)
    refused_amount = fields.Monetary(string="Not Accepted", readonly=True)

    @property
    def _table_query(self):
        return SQL("""
            SELECT l.id, c.submitted_date AS date, c.id AS claim_id, l.kind, c.company_id, c.workshop_id, c.brand_id,
                   car.model_id, l.product_id, l.second_supplier_id AS supplier_id, l.lot_number, c.defect_code_id, c.cause,
                   c.correction, l.outcome, l.reason_id, COALESCE(r.is_avoidable, FALSE) AS is_avoidable, c.user_id,
                   o.user_id AS advisor_id, job.technician_id, c.currency_id, l.quantity, l.amount AS claimed,
                   CASE WHEN l.outcome IS NOT NULL THEN l.decided_amount END AS decided,
                   CASE WHEN l.outcome IS NOT NULL THEN l.amount - COALESCE(l.decided_amount, 0) END AS refused_amount
              FROM aftersales_claim_line l
              JOIN aftersales_claim c ON c.id = l.claim_id
              JOIN aftersales_order o ON o.id = c.order_id
         LEFT JOIN aftersales_job job ON job.id = l.job_id
         LEFT JOIN fleet_vehicle car ON car.id = c.vehicle_id
         LEFT JOIN aftersales_claim_reason r ON r.id = l.reason_id
             WHERE c.submitted_date IS NOT NULL AND c.state != 'withdrawn'
        """)
