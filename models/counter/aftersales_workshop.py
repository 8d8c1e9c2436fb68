from odoo import fields, models


class AftersalesWorkshop(models.Model):
    _name = 'aftersales.workshop'
    _inherit = ['aftersales.workshop', 'aftersales.claim.mixin']

    diagnosis_product_id = fields.Many2one(
        'product.product', string="Diagnosis Fee", check_company=True, ondelete='restrict',
        domain=[('type', '=', 'service'), ('sale_ok', '=', True)],
        help="Charged when a customer leaves without repair. Empty: the company's fee.",
    )

    cashier_id = fields.Many2one(
        'res.users', string="Cashier", check_company=True, domain=[('share', '=', False)], ondelete='set null',
        help="Who is called when a customer wants to pay. Empty: somebody of the company who makes invoices.",
    )

    def _get_cashier(self):
        """Who makes out the bill: the outlet's cashier, else somebody of its company whose work that is.

        :return: res.users, with the rights of whoever asks
        """
        self.ensure_one()
        # sudo: the counter need not read who may do what
        outlet = self.sudo()
        if outlet.cashier_id.active:
            return outlet.cashier_id.with_env(self.env)
        people = outlet.env['res.users'].search([
            ('company_ids', 'in', outlet.company_id.ids), ('share', '=', False),
            ('all_group_ids', 'in', outlet.env.ref('account.group_account_invoice').ids),
        ], order='id')
        manager = outlet.env.ref('aftersales.group_manager')
        cashiers = people.filtered(lambda user: manager not in user.all_group_ids) or people
        return cashiers[:1].with_env(self.env)

    def _get_diagnosis_product(self):
        """The outlet's fee, else its company's, else the standard one."""
        self.ensure_one()
        return (
            self.diagnosis_product_id
            or self.company_id.aftersales_diagnosis_product_id
            or self.env.ref('aftersales.product_diagnosis', raise_if_not_found=False)
            or self.env['product.product']
        )
