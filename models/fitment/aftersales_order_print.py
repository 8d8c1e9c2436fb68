from odoo import models


class AftersalesOrder(models.Model):
    _inherit = 'aftersales.order'

    def _get_print_part_guarantees(self):
        """The guarantees of parts that have one of their own.

        :return: list of dicts ``part``, ``limits`` (in words), ``until`` (date or None), ``until_km`` (0.0 when unknown)
        """
        self.ensure_one()
        result = []
        for line in self._get_live_lines():
            part = line.product_id.product_tmpl_id
            if line._has_part_guarantee():
                until, until_km = line._get_part_guarantee()
                result.append({
                    'part': line.name, 'limits': part._get_guarantee_words(), 'until': until, 'until_km': until_km})
        return result
