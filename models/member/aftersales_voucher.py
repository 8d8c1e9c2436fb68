from odoo import api, fields, models

from .aftersales_voucher_rule import OCCASIONS


class AftersalesVoucher(models.Model):
    """A coupon that was given on an occasion: to whom, why, until when (C6). The system keeps it."""
    _name = 'aftersales.voucher'
    _description = "Voucher Given"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.lasting.mixin']
    _order = 'date desc, id desc'
    _check_company_auto = True
    _rec_name = 'code'
    _rec_names_search = ['code', 'partner_id.name']

    rule_id = fields.Many2one(
        'aftersales.voucher.rule', string="Voucher for", required=True, readonly=True, index=True, ondelete='restrict')
    occasion = fields.Selection(OCCASIONS, string="Voucher Occasion", compute='_compute_occasion', store=True, precompute=True)
    company_id = fields.Many2one(related='rule_id.company_id', store=True, index=True, precompute=True)
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, readonly=True, index=True, ondelete='restrict')
    code = fields.Char(readonly=True, required=True)
    card_key = fields.Integer(readonly=True, help="The coupon, where Odoo's app for coupons is installed.")
    date = fields.Date(string="Given to the Customer On", required=True, readonly=True, index=True)
    expiry_date = fields.Date(string="Valid Until", readonly=True)
    year = fields.Integer(string="Birthday of the Year", readonly=True, aggregator=None)
    referred_id = fields.Many2one(
        'res.partner', string="Brought", readonly=True, index='btree_not_null', ondelete='restrict')
    renewal_id = fields.Many2one(
        'aftersales.renewal', string="Insurance", readonly=True, index='btree_not_null', ondelete='restrict',
        check_company=True)

    _birthday_uniq = models.UniqueIndex(
        "(company_id, partner_id, year) WHERE occasion = 'birthday'", "This customer has his voucher of the year already.")
    _referral_uniq = models.UniqueIndex(
        "(company_id, referred_id) WHERE referred_id IS NOT NULL", "Whoever brought this customer has his voucher already.")
    _renewal_uniq = models.UniqueIndex(
        "(renewal_id) WHERE renewal_id IS NOT NULL", "For this insurance a voucher is given already.")

    @api.depends('rule_id')
    def _compute_occasion(self):
        for voucher in self:
            voucher.occasion = voucher.rule_id.occasion

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(voucher)s was given to a customer: it stays on record.", voucher=self.code)
