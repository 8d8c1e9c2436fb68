import re

from odoo import api, fields, models
from odoo.tools import SQL

# Whatever stands between the letters and digits of a number is written by one and left out by another.
BETWEEN = re.compile(r'[\W_]+')
# The same of a part's own code; the words of its index (product_product.py).
CODE_KEY = "regexp_replace(upper(default_code), '[^[:alnum:]]+', '', 'g')"
SHORTEST_KEY, SHORTEST_NUMBER, MOST_BY_NUMBER = 3, 6, 100


class AftersalesPartNumber(models.Model):
    """H1: a part is known by many numbers, and found by each of them, however it is written."""
    _name = 'aftersales.part.number'
    _description = "Part Number"
    _order = 'kind, name, id'

    product_tmpl_id = fields.Many2one('product.template', string="Part", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='product_tmpl_id.company_id', store=True, index='btree_not_null')
    name = fields.Char(string="Number", required=True, max_length=64)
    kind = fields.Selection(
        [('own', "Our Own"), ('maker', "Maker's"), ('supplier', "Supplier's"), ('old', "Former")],
        required=True, default='maker')
    number_brand = fields.Char(string="Brand", max_length=64, help="Whose number it is.")
    pack_quantity = fields.Float(
        string="Pieces a Pack", digits='Product Unit', bounds=(0, 1_000_000),
        help="How many come in one pack under this number. Zero: not said.")
    weight = fields.Float(
        string="Weight (kg)", digits='Stock Weight', bounds=(0, 100_000),
        help="Of one pack, as its maker says. Zero: not said.")
    key = fields.Char(
        compute='_compute_key', store=True, precompute=True, index='trigram', export_string_translation=False)

    _key_unique = models.UniqueIndex(
        '(product_tmpl_id, kind, key)', "The part has this number already, perhaps with other dashes or spaces.")
    _key_filled = models.Constraint("CHECK (key IS NOT NULL AND key <> '')", "A part number needs letters or digits.")

    @api.depends('name')
    def _compute_key(self):
        for number in self:
            number.key = self._fold(number.name)

    @api.model
    def _fold(self, text):
        """The number without case and without what stands between letters and digits."""
        return BETWEEN.sub('', text or '').upper()

    @api.model
    def _is_number(self, text):
        """Whether somebody typed, or scanned, the whole number of a part, and no word or size that is a number, too."""
        key = self._fold(text)
        is_long = len(key) >= SHORTEST_NUMBER and any(map(str.isdigit, key))
        return is_long and bool(self.search([('key', '=', key)], limit=1, order='id'))

    @api.model
    def _find_templates(self, text):
        """:return: ids of the parts with a number that has ``text`` in it, those with the very number first, then of the
        parts that have taken their place
        """
        key = self._fold(text)
        if len(key) < SHORTEST_KEY:
            return []
        found = self.search_fetch([('key', 'like', key)], ['key', 'product_tmpl_id'], limit=MOST_BY_NUMBER)
        ids = found.sorted(lambda number: number.key != key).product_tmpl_id.ids
        ids += [each for each in self._find_by_code(key) if each not in ids]
        return ids + self.env['aftersales.part.supersession']._get_substitutes(ids)

    @api.model
    def _find_by_code(self, key):
        """A part's own code is one of its numbers, too, and is typed with other dashes and spaces as often."""
        Product = self.env['product.product']
        Product.flush_model(['default_code'])
        coded = SQL("(SELECT id FROM product_product WHERE %s LIKE %s)", SQL(CODE_KEY), f'%{key}%')
        found = Product.search_fetch([('id', 'in', coded)], ['default_code', 'product_tmpl_id'], limit=MOST_BY_NUMBER)
        return found.sorted(lambda product: self._fold(product.default_code) != key).product_tmpl_id.ids
