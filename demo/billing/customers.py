from odoo import api, models

from odoo.addons.aftersales.demo.base.tools import OUTLETS


class AftersalesDemo(models.AbstractModel):
    """Customers with terms of their own."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_customers(self):
        """Fleet customers: their own pricelist, thirty days to pay, one invoice for many orders.

        Customers read Chinese, and so does every other contact of ours in the country. The one with a login reads English,
        as who tries the customer's pages may.
        Our own terms would come when the installation ends, too late for the papers of the visits that follow.
        """
        self.env['ir.module.module']._get('aftersales')._update_translations('zh_CN')
        self.env['res.partner'].union(*(self._ref(f'customer_{n:02}') for n in range(2, 41))).lang = 'zh_CN'
        ours = self.env['ir.model.data'].search([('module', '=', 'aftersales'), ('model', '=', 'res.partner')])
        self.env['res.partner'].search([
            ('id', 'in', ours.mapped('res_id')), ('country_id', '=', self.env.ref('base.cn').id), ('user_ids', '=', False),
            ('id', '!=', self._ref('customer_01').id)]).lang = 'zh_CN'
        term = self.env.ref('account.account_payment_term_30days')
        for number in range(32, 36):
            customer = self._ref(f'customer_{number}')
            customer.aftersales_account_customer = True
            for outlet in OUTLETS:
                customer.with_company(self._ref(f'company_{outlet}')).write({
                    'specific_property_product_pricelist': self._ref(f'pricelist_fleet_{outlet}').id,
                    'property_payment_term_id': term.id,
                })
