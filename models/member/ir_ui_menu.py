from odoo import models

# What speaks of coupons alone.
COUPON_MENUS = ('menu_coupon_report', 'menu_coupon_wizard', 'menu_coupon_terms', 'menu_vouchers', 'menu_voucher_rules')


class IrUiMenu(models.Model):
    """Without Odoo's app for coupons nobody is shown a menu of coupons."""
    _inherit = 'ir.ui.menu'

    def _load_menus_blacklist(self):
        hidden = super()._load_menus_blacklist()
        if not self.env['aftersales.benefit']._has_loyalty():
            refs = (self.env.ref(f'aftersales.{name}', raise_if_not_found=False) for name in COUPON_MENUS)
            hidden += [menu.id for menu in refs if menu]
        return hidden
