from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesAddWorkWizard(models.TransientModel):
    """Pick operations and menus; labour and parts for the car follow. What no operation describes has hours and a rate."""

    _name = 'aftersales.add.work.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = 'Add Work'

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True)
    company_id = fields.Many2one(related='order_id.company_id')
    currency_id = fields.Many2one(related='order_id.currency_id')
    offers_others = fields.Boolean(string="For Other Cars Too", help="Offer work that is made for other cars as well.")
    menu_ids = fields.Many2many('aftersales.menu', string="Menus", check_company=True)
    operation_ids = fields.Many2many('aftersales.operation', string="Operations", check_company=True)
    other_work = fields.Char(help="Work that no operation describes.")
    other_hours = fields.Float(string="Hours")
    other_rate = fields.Monetary(
        string="Price an Hour", compute='_compute_other_rate', store=True, readonly=False, precompute=True)
    pay_type_id = fields.Many2one(
        'aftersales.pay.type', required=True,
        default=lambda self: self.env.ref('aftersales.pay_type_customer', raise_if_not_found=False),
    )
    payer_policy = fields.Selection(related='pay_type_id.payer_policy', string="Who Is to Pay")
    payer_id = fields.Many2one(
        'res.partner', string="Payer", check_company=True, compute='_compute_payer_id', store=True, readonly=False,
        precompute=True, help="Who pays where the customer does not.",
    )
    concern = fields.Text()

    @api.depends('pay_type_id')
    def _compute_payer_id(self):
        for wizard in self:
            wizard.payer_id = wizard.pay_type_id.partner_id

    @api.depends('order_id', 'pay_type_id')
    def _compute_other_rate(self):
        for wizard in self:
            wizard.other_rate = wizard._get_listed_rate()

    def action_add(self):
        self.ensure_one()
        other = (self.other_work or '').strip()
        if not self.menu_ids and not self.operation_ids and not other:
            raise UserError(self.env._(
                "Choose at least one menu or operation to add to %s, or enter other work with its hours.", self.order_id.name))
        values = {
            'pay_type_id': self.pay_type_id.id, 'concern': self.concern,
            **({'payer_id': self.payer_id.id} if self.payer_id and self.payer_policy == 'partner' else {}),
        }
        if other:
            self._check_other_work(other)
        if self.menu_ids or self.operation_ids:
            self.order_id._add_work(operations=self.operation_ids, menus=self.menu_ids, **values)
        if other:
            self.order_id.write({'job_ids': [Command.create({
                'name': other, **values, 'line_ids': [Command.create(self._prepare_other_line_vals(other))]})]})
        return {'type': 'ir.actions.act_window_close'}

    # === BUSINESS METHODS ===#

    def _get_listed_rate(self):
        self.ensure_one()
        job = self.env['aftersales.job'].new({'order_id': self.order_id.id, 'pay_type_id': self.pay_type_id.id})
        return job._get_listed_rate()

    def _check_other_work(self, name):
        """Never an empty job at 0.00."""
        if self.other_hours <= 0:
            raise UserError(self.env._("Enter the hours “%(work)s” will take, such as 0.5.", work=name))
        if self.other_rate <= 0:
            raise UserError(self.env._(
                "Enter what an hour of “%(work)s” costs. What is free is given away in the row, or by the pay type.",
                work=name))

    def _prepare_other_line_vals(self, name):
        vals = {
            'line_type': 'labour', 'product_id': self.env.ref('aftersales.product_labour').id, 'name': name,
            'quantity': self.other_hours,
        }
        if self.currency_id.compare_amounts(self.other_rate, self._get_listed_rate()):
            vals['price_unit'] = self.other_rate
        return vals
