from odoo import api, fields, models
from odoo.fields import Domain

# A sentence names so many of the cars a part is for.
MOST_NAMED = 3


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    aftersales_number_ids = fields.One2many(
        'aftersales.part.number', 'product_tmpl_id', string="Part Numbers", copy=False, groups='aftersales.group_user')
    aftersales_fitment_ids = fields.One2many(
        'aftersales.fitment', 'product_tmpl_id', string="Fits", copy=False, groups='aftersales.group_user')

    @api.model
    def _search_display_name(self, operator, value):
        """Whoever types or scans one of a part's numbers finds it."""
        domain = super()._search_display_name(operator, value)
        if operator != 'ilike' or not isinstance(value, str) or not self.env.user.has_group('aftersales.group_user'):
            return domain
        # Asked before and not in one question, as an OR over two tables could use no index.
        ids = self.env['aftersales.part.number']._find_templates(value)
        return Domain(domain) | Domain('id', 'in', ids) if ids else domain

    def _explain_fit(self, vehicle):
        """Whether each part fits the car, and why; the lines of all of them are read at once.

        :return: dict of template: (True, False or None for unknown, sentence or '' where the catalogue says nothing)
        """
        # sudo: whoever asks for a part of his may know what its catalogue says
        lines = self.env['aftersales.fitment'].sudo().search([('product_tmpl_id', 'in', self.ids)]).grouped(
            lambda line: line.product_tmpl_id.id)
        return {template: self._judge_fit(lines.get(template.id, ()), vehicle.sudo()) for template in self}

    @api.model
    def _judge_fit(self, lines, vehicle):
        """An exclusion that may be meant makes a part unknown; one that is meant goes before whatever fits."""
        answers = [(line, line._meets(vehicle)) for line in lines]
        out = [line for line, answer in answers if line.is_exclusion and answer]
        if out:
            return False, self.env._("Does not fit: left out for this car. %(terms)s", terms=out[0]._get_terms()).strip()
        fitting = [line for line, answer in answers if not line.is_exclusion and answer]
        doubts = [line for line, answer in answers if answer is None]
        if any(line.is_exclusion for line in doubts) or (doubts and not fitting):
            return None, self.env._("Unknown: the car's model, year or VIN is missing.")
        if fitting:
            return True, self.env._("Fits. %(terms)s", terms=fitting[0]._get_terms()).strip()
        cars = list(dict.fromkeys(line._get_car_words() for line in lines if not line.is_exclusion))
        if cars:
            return False, self.env._(
                "Does not fit: it is for %(cars)s.", cars="; ".join(cars[:MOST_NAMED]) + (" …" if cars[MOST_NAMED:] else ""))
        return None, ''
