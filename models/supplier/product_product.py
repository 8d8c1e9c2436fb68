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

    def _get_aftersales_originals(self):
        """The original parts that go by a number of these, which are none, and that a vendor sells.

        :return: dict of part: parts
        """
        others = self.filtered(lambda part: part.aftersales_origin not in (False, 'original'))
        # sudo: by which numbers a part goes is told to whoever buys it
        Number = self.env['aftersales.part.number'].sudo()
        own = Number.search([('product_tmpl_id', 'in', others.product_tmpl_id.ids)]) if others else Number
        if not own:
            return {}
        same = Number.search([
            ('key', 'in', own.mapped('key')), ('product_tmpl_id.aftersales_origin', 'in', (False, 'original')),
            ('product_tmpl_id.active', '=', True), ('product_tmpl_id.seller_ids', '!=', False)])
        by_key, keys = same.grouped('key'), own.grouped('product_tmpl_id')
        found = {}
        for part in others:
            numbers = same.browse().union(*(
                by_key[number.key] for number in keys.get(part.product_tmpl_id, ()) if number.key in by_key))
            templates = numbers.product_tmpl_id.filtered(
                lambda template, part=part: template.company_id in (part.company_id.browse(), part.company_id))
            if templates:
                found[part] = templates.product_variant_ids
        return found

    def _tell_originals(self):
        """Original parts first (H4): what is said to whoever buys another.

        :return: dict of part: a sentence
        """
        return {part: self.env._(
            "“%(part)s” is no original part; the original “%(original)s” is sold by %(vendor)s.", part=part.display_name,
            original=originals[:1].display_name, vendor=originals.seller_ids[:1].partner_id.name)
            for part, originals in self._get_aftersales_originals().items()}
