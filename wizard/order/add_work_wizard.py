from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesAddWorkWizard(models.TransientModel):
    """Pick operations and menus; labour and parts for the car follow."""

    _name = 'aftersales.add.work.wizard'
    _description = 'Add Work'

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True)
    company_id = fields.Many2one(related='order_id.company_id')
    menu_ids = fields.Many2many('aftersales.menu', string="Menus", check_company=True)
    operation_ids = fields.Many2many('aftersales.operation', string="Operations", check_company=True)
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

    def action_add(self):
        self.ensure_one()
        if not self.menu_ids and not self.operation_ids:
            raise UserError(self.env._("Choose at least one menu or operation to add to %s.", self.order_id.name))
        self.order_id._add_work(
            operations=self.operation_ids, menus=self.menu_ids,
            pay_type_id=self.pay_type_id.id, concern=self.concern,
            **({'payer_id': self.payer_id.id} if self.payer_id and self.payer_policy == 'partner' else {}),
        )
        return {'type': 'ir.actions.act_window_close'}
