from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class AftersalesPartSupersession(models.Model):
    """H1: a part that another takes the place of, step by step to what is sold today."""
    _name = 'aftersales.part.supersession'
    _description = "Supersession of a Part"
    _order = 'product_tmpl_id.id, id'
    _check_company_auto = True

    product_tmpl_id = fields.Many2one(
        'product.template', string="Superseded Part", required=True, ondelete='cascade', index=True)
    successor_id = fields.Many2one(
        'product.template', string="Successor", required=True, ondelete='cascade', index=True, check_company=True)
    company_id = fields.Many2one(
        'res.company', compute='_compute_company_id', store=True, precompute=True, index='btree_not_null')
    is_two_way = fields.Boolean(string="Both Ways", help="Each of the two may be fitted in place of the other.")
    date_from = fields.Date(string="Valid From", help="Empty: at once.")
    quantity = fields.Float(
        string="Pieces for One", required=True, default=1.0, digits='Product Unit', bounds=(0.001, 1000),
        help="How many of the successor take the place of one of the superseded part.")
    use_up_first = fields.Boolean(
        string="Use Up First", default=True, help="What is on hand of the superseded part may still be fitted, and goes first.")
    note = fields.Char(max_length=128, help="What else must be so, such as: with a new bracket.")

    _other = models.Constraint('CHECK (product_tmpl_id <> successor_id)', "A part cannot take its own place.")
    _pair_unique = models.UniqueIndex(
        '(LEAST(product_tmpl_id, successor_id), GREATEST(product_tmpl_id, successor_id))',
        "One line says already that one of these two parts takes the place of the other. Change that line.")

    # === COMPUTE METHODS ===#

    @api.depends('product_tmpl_id.company_id', 'successor_id.company_id')
    def _compute_company_id(self):
        for line in self:
            line.company_id = line.product_tmpl_id.company_id or line.successor_id.company_id

    @api.depends('product_tmpl_id', 'successor_id')
    def _compute_display_name(self):
        for line in self:
            line.display_name = f'{line.product_tmpl_id.display_name or ""} → {line.successor_id.display_name or ""}'

    # === CONSTRAINTS ===#

    @api.constrains('product_tmpl_id', 'successor_id')
    def _check_loop(self):
        # sudo: a loop may go through lines that are not this user's to read; the message names his own line only
        after = self.sudo()._read_chain(self.successor_id.ids, Domain.TRUE)
        for line in self:
            reached, ahead = set(), [line.successor_id.id]
            while ahead:
                template_id = ahead.pop()
                if template_id not in reached:
                    reached.add(template_id)
                    ahead += [step.successor_id.id for step in after.get(template_id, ())]
            if line.product_tmpl_id.id in reached:
                raise ValidationError(self.env._(
                    "%(successor)s cannot take the place of %(part)s: by other lines %(part)s takes its place in the end. "
                    "Take out the line that is wrong.",
                    successor=line.successor_id.display_name, part=line.product_tmpl_id.display_name))

    # === BUSINESS METHODS ===#

    @api.model
    def _get_valid_domain(self):
        today = fields.Date.context_today(self)
        return (Domain('date_from', '=', False) | Domain('date_from', '<=', today)) & Domain(
            'company_id', 'in', (False, *self.env.companies.ids))

    @api.model
    def _read_chain(self, ids, domain, back=False):
        """Follow lines from parts on, one read for all that stand at the same distance.

        :param back: from successors to what they take the place of
        :return: dict of template id: list of the lines that go on from it
        """
        begin, end = ('successor_id', 'product_tmpl_id') if back else ('product_tmpl_id', 'successor_id')
        steps, seen, ahead = {}, set(), set(ids)
        while ahead:
            seen |= ahead
            lines = self.search_fetch(
                Domain(begin, 'in', list(ahead)) & domain,
                ['product_tmpl_id', 'successor_id', 'is_two_way', 'quantity', 'use_up_first'])
            for line in lines:
                steps.setdefault(line[begin].id, []).append(line)
            ahead = set(lines[end].ids) - seen
        return steps

    @api.model
    def _get_substitutes(self, ids):
        """:return: ids of the parts that may be fitted in place of ``ids`` today, without these themselves"""
        found, ahead, valid = [], set(ids), self._get_valid_domain()
        seen = set(ahead)
        while ahead:
            lines = self.search_fetch(
                valid & (Domain('product_tmpl_id', 'in', list(ahead))
                         | (Domain('is_two_way', '=', True) & Domain('successor_id', 'in', list(ahead)))),
                ['product_tmpl_id', 'successor_id'])
            ahead = {*lines.successor_id.ids, *lines.filtered('is_two_way').product_tmpl_id.ids} - seen
            found += sorted(ahead)
            seen |= ahead
        return found

    @api.model
    def _get_successors(self, ids):
        """:return: dict of template id: dict of the id of a last successor of today: how many of it for one"""
        steps = self._read_chain(ids, self._get_valid_domain())
        return {template_id: self._walk_to_end(template_id, steps) for template_id in ids if template_id in steps}

    @api.model
    def _walk_to_end(self, template_id, steps):
        last, ahead, seen = {}, [(template_id, 1.0)], set()
        while ahead:
            each, count = ahead.pop(0)
            if each in seen:
                continue
            seen.add(each)
            if each not in steps:
                last[each] = count
            ahead += [(step.successor_id.id, count * step.quantity) for step in steps.get(each, ())]
        return last

    @api.model
    def _get_predecessors(self, ids):
        """:return: dict of template id: dict of the id of a part it takes the place of, nearest first: whether what is
        on hand of that part goes first
        """
        steps = self._read_chain(ids, self._get_valid_domain(), back=True)
        found = {}
        for template_id in ids:
            before, ahead = {}, [template_id]
            while ahead:
                for step in steps.get(ahead.pop(0), ()):
                    old = step.product_tmpl_id.id
                    if old not in before:
                        before[old] = step.use_up_first
                        ahead.append(old)
            if before:
                found[template_id] = before
        return found
