from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesRenewal(models.Model):
    """Whoever insures with the house gets a voucher instead of a discount, as he chooses (C6)."""
    _inherit = 'aftersales.renewal'

    thanks = fields.Selection(
        [('voucher', "Voucher"), ('discount', "Discount on the Premium"), ('none', "Nothing")], string="Thanks Wished",
        copy=False, tracking=True, help="What the customer chose for insuring with us.")
    voucher_ids = fields.One2many('aftersales.voucher', 'renewal_id', string="Vouchers", readonly=True, copy=False)

    def action_give_voucher(self):
        """The voucher of the company's rule, once an insurance, when the customer chose it."""
        self.check_access('write')
        self._claim_for_update()
        for renewal in self:
            if renewal.state != 'renewed' or renewal.thanks in ('discount', 'none'):
                raise UserError(self.env._(
                    "%(renewal)s: a voucher is for whoever renewed with us and chose it.", renewal=renewal.display_name))
            if renewal.sudo().voucher_ids:  # sudo: that there is one is told to whoever would give another
                raise UserError(self.env._("%(renewal)s: the voucher is given already.", renewal=renewal.display_name))
            rule = self.env['aftersales.voucher.rule']._find('insurance', renewal.company_id)
            if not rule or not rule._get_coupon_program():
                raise UserError(self.env._(
                    "%(company)s gives no voucher for insurances. Let a manager enter which one.",
                    company=renewal.company_id.name))
            rule._issue([{'partner_id': renewal.partner_id.id, 'renewal_id': renewal.id}])
            renewal.thanks = 'voucher'
