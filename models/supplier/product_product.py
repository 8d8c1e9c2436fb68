from odoo import models


class ProductProduct(models.Model):
    """Whoever buys is proposed suppliers of grade A first, and those of grade D last (H4)."""
    _inherit = 'product.product'

    def _get_filtered_sellers(self, *args, **kwargs):
        """By super(): who sells it, as the list of vendors sorts them. The first of them is the one that is proposed."""
        sellers = super()._get_filtered_sellers(*args, **kwargs)
        if len(sellers.partner_id) < 2:
            return sellers
        ranks = self.env['aftersales.supplier.score']._get_ranks(self.env.company.id)
        return sellers.sorted(lambda seller: ranks.get(seller.partner_id.commercial_partner_id.id, 1)) if ranks else sellers

    def _get_seller_reason(self, vendor, company):
        """Why ``vendor`` is proposed and none of the others, in a sentence; empty where grades do not decide it."""
        self.ensure_one()
        ranks = self.env['aftersales.supplier.score']._get_ranks(company.id)
        vendor = vendor.commercial_partner_id
        sellers = self.with_company(company)._get_filtered_sellers(quantity=None)
        others = sellers.partner_id.commercial_partner_id - vendor
        own = ranks.get(vendor.id, 1)
        later = others.filtered(lambda other: ranks.get(other.id, 1) > own)
        if not vendor or not later:
            return ''
        names = ", ".join(later.mapped('name'))
        if own == 0:
            return self.env._("Grade A, therefore before %(others)s.", others=names)
        return self.env._("%(others)s: grade D, therefore proposed last.", others=names)
