from odoo import fields, models
from odoo.tools import SQL

from .aftersales_given_mixin import DISCOUNT_REASONS

LINE = ['price_unit', 'technical_price_unit', 'discount', 'quantity', 'given_user_id', 'discount_reason', 'benefit_id']


class AftersalesDiscountReport(models.Model):
    """A row for each line of an order or counter sale that is cheaper than the price list: who gave how much, and why
    (contracts §12). What programs and campaigns give has figures of its own; declined and cancelled work counts nothing."""
    _name = 'aftersales.discount.report'
    _description = "Discounts Given"
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'name'
    _depends = {
        'aftersales.order.line': [*LINE, 'job_id', 'is_included', 'line_type', 'approval'],
        'aftersales.job': ['order_id', 'state', 'allowance_user_id', 'allowance_reason'],
        'aftersales.order': ['state', 'user_id', 'partner_id', 'workshop_id', 'currency_id', 'received_date'],
        'aftersales.counter.sale.line': [*LINE, 'sale_id'],
        'aftersales.counter.sale': ['state', 'user_id', 'partner_id', 'workshop_id', 'currency_id', 'date'],
    }

    name = fields.Char(string="Work or Part", readonly=True)
    order_id = fields.Many2one('aftersales.order', string="Repair Order", readonly=True)
    counter_sale_id = fields.Many2one('aftersales.counter.sale', string="Counter Sale", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    user_id = fields.Many2one(
        'res.users', string="Discount Given By", readonly=True,
        help="Who lowered the price last; else who looks after the order.")
    allowed_user_id = fields.Many2one('res.users', string="Allowed By", readonly=True, help="Beyond the limit of who gave it.")
    allowance_reason = fields.Char(string="Why It Was Allowed", readonly=True)
    reason = fields.Selection(
        [('none', "No Reason Entered"), *DISCOUNT_REASONS], string="Why Less", readonly=True)
    kind = fields.Selection(
        [('labour', "Labour"), ('part', "Part"), ('other', "Sublet Work and Fees"), ('counter', "Part over the Counter")],
        readonly=True)
    date = fields.Datetime(readonly=True, help="When the car was received, or the sale noted.")
    list_amount = fields.Monetary(string="By the Price List", readonly=True, groups='aftersales.group_price')
    given_amount = fields.Monetary(string="Given Away", readonly=True, groups='aftersales.group_price')
    percent = fields.Float(string="Discount (%)", readonly=True, aggregator='avg', digits='Discount', bounds=(0, 100))

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT given.*, 100.0 * given.given_amount / given.list_amount AS percent
              FROM (
                SELECT line.id * 2 AS id, line.name, visit.id AS order_id, NULL::int AS counter_sale_id, visit.company_id,
                       visit.workshop_id, visit.currency_id, visit.partner_id,
                       COALESCE(line.given_user_id, visit.user_id) AS user_id, job.allowance_user_id AS allowed_user_id,
                       job.allowance_reason, COALESCE(line.discount_reason, 'none') AS reason,
                       CASE WHEN line.line_type IN ('labour', 'part') THEN line.line_type ELSE 'other' END AS kind,
                       COALESCE(visit.received_date, visit.create_date) AS date,
                       GREATEST(line.technical_price_unit, line.price_unit) * line.quantity AS list_amount,
                       (GREATEST(line.technical_price_unit, line.price_unit)
                        - line.price_unit * (1 - line.discount / 100)) * line.quantity AS given_amount
                  FROM aftersales_order_line AS line
                  JOIN aftersales_job AS job ON job.id = line.job_id
                  JOIN aftersales_order AS visit ON visit.id = job.order_id
                 WHERE (line.discount > 0 OR line.price_unit < line.technical_price_unit) AND line.price_unit >= 0
                   AND line.is_included IS NOT TRUE AND line.benefit_id IS NULL AND line.approval IS DISTINCT FROM 'declined'
                   AND job.state != 'cancelled' AND visit.state != 'cancelled'
                 UNION ALL
                SELECT line.id * 2 + 1, line.name, NULL, sale.id, sale.company_id, sale.workshop_id, sale.currency_id,
                       sale.partner_id, COALESCE(line.given_user_id, sale.user_id), NULL, NULL,
                       COALESCE(line.discount_reason, 'none'), 'counter', sale.date,
                       GREATEST(line.technical_price_unit, line.price_unit) * line.quantity,
                       (GREATEST(line.technical_price_unit, line.price_unit)
                        - line.price_unit * (1 - line.discount / 100)) * line.quantity
                  FROM aftersales_counter_sale_line AS line
                  JOIN aftersales_counter_sale AS sale ON sale.id = line.sale_id
                 WHERE (line.discount > 0 OR line.price_unit < line.technical_price_unit) AND line.benefit_id IS NULL
                   AND sale.state != 'cancelled') AS given
             WHERE given.list_amount > 0
            """)
