from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .score.measures import GRADES, SCREENED


class PurchaseOrder(models.Model):
    """An order from a supplier of grade D, or from one nobody screened where the house wants it, waits for a manager (H4)."""
    _name = 'purchase.order'
    _inherit = ['purchase.order', 'aftersales.kept.link.mixin']

    aftersales_grade = fields.Selection(GRADES, string="Supplier Grade", compute='_compute_aftersales_grade')
    aftersales_screening = fields.Selection(SCREENED, string="Screening", compute='_compute_aftersales_screening')
    aftersales_is_doubtful = fields.Boolean(
        string="Doubtful Supplier", compute='_compute_aftersales_is_doubtful',
        help="A manager says why it goes to this supplier all the same.")
    aftersales_origin_text = fields.Text(string="Original Parts First", compute='_compute_aftersales_origin_text')
    aftersales_grade_reason = fields.Char(string="Ordered All the Same", readonly=True, copy=False)
    aftersales_grade_user_id = fields.Many2one(
        'res.users', string="Allowed By", readonly=True, copy=False, index='btree_not_null')

    @api.depends('partner_id', 'company_id')
    def _compute_aftersales_grade(self):
        for company, orders in self.grouped('company_id').items():
            grades = orders.partner_id._get_aftersales_grades(company or self.env.company)
            for order in orders:
                order.aftersales_grade = grades.get(order.partner_id.commercial_partner_id._origin)

    @api.depends('partner_id', 'company_id')
    def _compute_aftersales_screening(self):
        for company, orders in self.grouped('company_id').items():
            screenings = orders.partner_id._get_aftersales_screenings(company or self.env.company)
            for order in orders:
                supplier = order.partner_id.commercial_partner_id._origin
                order.aftersales_screening = screenings.get(supplier, 'none') if supplier else False

    @api.depends('aftersales_grade', 'aftersales_screening', 'company_id.aftersales_screened_only')
    def _compute_aftersales_is_doubtful(self):
        for order in self:
            is_unknown = order.company_id.aftersales_screened_only and order.aftersales_screening in ('none', 'failed')
            order.aftersales_is_doubtful = is_unknown or order.aftersales_grade == 'd'

    @api.depends('order_line.product_id', 'state')
    @api.depends_context('lang')
    def _compute_aftersales_origin_text(self):
        """Before it is ordered, whoever buys another part reads that the original one can be bought."""
        asked = self.filtered(lambda order: order.state in ('draft', 'sent', 'to approve'))
        told = asked.order_line.product_id._tell_originals()
        for order in self:
            order.aftersales_origin_text = '\n'.join(
                told[part] for part in order.order_line.product_id if order in asked and part in told)

    def _approval_allowed(self):
        """By super(): whoever may approve. An order from a doubtful supplier waits for a manager's reason."""
        return super()._approval_allowed() and (not self.aftersales_is_doubtful or bool(self.aftersales_grade_reason))

    def action_order_all_the_same(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Order All the Same"), 'target': 'new',
            'res_model': 'aftersales.low.grade.wizard', 'view_mode': 'form', 'context': {'default_purchase_id': self.id}}

    def _allow_low_grade(self, reason):
        """A manager says why; the order goes on as Odoo approves it."""
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_manager'):
            raise AccessError(self.env._(
                "An order from a supplier of grade D, or from one who is not screened, is allowed by a manager."))
        for order in self:
            if order.state != 'to approve' or not order.aftersales_is_doubtful:
                raise UserError(self.env._(
                    "%(order)s does not wait because of its supplier. Reload the page.", order=order.name))
        # sudo: who allowed it and why is the system's
        self.sudo().write({'aftersales_grade_reason': reason, 'aftersales_grade_user_id': self.env.uid})
        self.button_approve()
