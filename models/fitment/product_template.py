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
    aftersales_successor_ids = fields.One2many(
        'aftersales.part.supersession', 'product_tmpl_id', string="Superseded By", copy=False,
        groups='aftersales.group_user')
    aftersales_predecessor_ids = fields.One2many(
        'aftersales.part.supersession', 'successor_id', string="Takes the Place Of", copy=False,
        groups='aftersales.group_user')

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

    def _filter_fitting(self, vehicle):
        """Those that the catalogue says are for the car; what its lines say of other cars changes nothing about that."""
        car = vehicle.sudo()  # sudo: as above
        lines = self.env['aftersales.fitment'].sudo().search([
            ('product_tmpl_id', 'in', self.ids), ('brand_id', '=', car.model_id.brand_id.id),
            ('model_id', 'in', (car.model_id.id, False))]).grouped(lambda line: line.product_tmpl_id.id)
        return self.filtered(lambda template: self._judge_fit(lines.get(template.id, ()), car)[0])

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

    # === SUPERSESSION ===#

    def _get_successor_words(self):
        """:return: dict of the id of each part that is superseded today: by what, in a sentence"""
        # sudo: whoever reads an order hears what has taken the place of its parts
        found = self.env['aftersales.part.supersession'].sudo()._get_successors(self.ids)
        names = self._get_names({each for last in found.values() for each in last})
        return {
            template_id: self.env._("Superseded by %(parts)s.", parts=", ".join(
                (f"{count:g} × " if count != 1 else "") + names[each] for each, count in last.items()))
            for template_id, last in found.items()}

    def _get_names(self, ids):
        # sudo: whoever asks for a part of his may know what its successor, or what it replaces, is called
        return {template.id: template.display_name for template in self.sudo().browse(sorted(ids))}

    def _explain_supersession(self, warehouse):
        """What takes the place of what, for all parts with the same few queries.

        :param warehouse: where it is looked whether some of a superseded part are left
        :return: dict of template id: sentences
        """
        before = self.env['aftersales.part.supersession']._get_predecessors(self.ids)
        olds = {old for each in before.values() for old in each}
        names, free = self._get_names(olds), self._get_free(olds, warehouse)
        words = self._get_successor_words()
        for template_id, predecessors in before.items():
            sentences = [self.env._("Replaces %(parts)s.", parts=", ".join(names[old] for old in predecessors))]
            sentences += [
                self.env._("Use up %(count)s of %(part)s on hand first.", count=f'{free[old]:g}', part=names[old])
                for old, goes_first in predecessors.items() if goes_first and free.get(old, 0) > 0]
            words[template_id] = " ".join(filter(None, (words.get(template_id), *sentences)))
        return words

    def _get_free(self, ids, warehouse):
        """:return: dict of template id: what is free of it in ``warehouse``; nothing where there is none"""
        if not ids or not warehouse:
            return {}
        # sudo: whoever adds a part may know whether what it replaces is there
        products = self.env['product.product'].sudo().with_context(warehouse_id=warehouse.id).search(
            [('product_tmpl_id', 'in', list(ids)), ('is_storable', '=', True)])
        free = dict.fromkeys(ids, 0.0)
        for product in products:
            free[product.product_tmpl_id.id] += product.uom_id.round(product.free_qty)
        return free
