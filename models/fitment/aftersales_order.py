from odoo import models
from odoo.fields import Domain

FITS, OTHER = 2, 0


class AftersalesOrder(models.Model):
    """The box of the order sheet finds parts by any of their numbers, with their successors, those that fit the car first."""

    _inherit = 'aftersales.order'

    def _find_work(self, words):
        menus, operations, parts = super()._find_work(words)
        ids = self.env['aftersales.part.number']._find_templates(''.join(words))
        ids += self.env['aftersales.part.supersession']._get_substitutes(parts.product_tmpl_id.ids)
        if ids:
            parts |= self.env['product.product'].search(
                self._get_part_domain() & Domain('product_tmpl_id', 'in', ids), limit=len(ids))
        return menus, operations, parts

    def _get_fits(self, menus, operations, products):
        """What the catalogue says of a part goes before what was sold for which cars."""
        fits = super()._get_fits(menus, operations, products)
        said = products.product_tmpl_id._explain_fit(self.vehicle_id)
        for product in products:
            answer = said[product.product_tmpl_id][0]
            if answer is not None:
                fits[product] = FITS if answer else OTHER
        return fits

    def _prepare_hits(self, hits, fits):
        """Why a part fits or does not, in the catalogue's words, and what takes the place of what; nothing of parts the
        catalogue does not speak of.
        """
        rows = super()._prepare_hits(hits, fits)
        templates = self.env['product.product'].union(
            *(record for kind, record in hits if kind == 'part')).product_tmpl_id
        if not templates:
            return rows
        said = templates._explain_fit(self.vehicle_id)
        # sudo: whoever adds a part may know whether what it replaces is there
        taken = templates._explain_supersession(self.workshop_id.sudo().warehouse_id)
        why = {
            part.id: " ".join(filter(None, (said[part.product_tmpl_id][1], taken.get(part.product_tmpl_id.id))))
            for kind, part in hits if kind == 'part'}
        return [{**row, 'why': why[row['id']]} if row['kind'] == 'part' and why[row['id']] else row for row in rows]
