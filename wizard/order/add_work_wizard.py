from odoo import fields, models
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
    concern = fields.Text()

    def action_add(self):
        self.ensure_one()
        if not self.menu_ids and not self.operation_ids:
            raise UserError(self.env._("Choose at least one menu or operation to add to %s.", self.order_id.name))
        self.order_id._add_work(
            operations=self.operation_ids, menus=self.menu_ids,
            pay_type_id=self.pay_type_id.id, concern=self.concern,
        )
        return {'type': 'ir.actions.act_window_close'}
