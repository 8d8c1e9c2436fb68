from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import float_compare, float_repr

from .aftersales_price_list_unity import NAMED


class AftersalesPriceListLine(models.Model):
    """A row beside the same row of the group's other outlets, and why it may differ (A5)."""
    _inherit = 'aftersales.price.list.line'

    peer_text = fields.Char(
        string="Other Outlets", compute='_compute_peers', compute_sudo=True, help="What other outlets of the group ask.")
    is_uneven = fields.Boolean(
        string="Differs between Outlets", compute='_compute_peers', compute_sudo=True, search='_search_is_uneven')
    difference_reason = fields.Char(
        string="Why It May Differ", max_length=200,
        help="An allowed difference between outlets: rent, wages, an agreement with the maker.")
    difference_allowed_id = fields.Many2one(
        'res.users', string="Difference Allowed By", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')

    @api.depends('kind', 'price', 'percent', 'list_id.valid_from', 'list_id.state')
    def _compute_peers(self):
        peers = self._fetch_peers()
        for line in self:
            others = peers[line]
            line.is_uneven = bool(others)
            line.peer_text = ' · '.join(f'{other.workshop_id.name} {other._format_price()}' for other in others)

    @api.model
    def _search_is_uneven(self, operator, value):
        if operator != 'in':
            return NotImplemented
        lists = self.env['aftersales.price.list'].search(
            Domain('state', '=', 'draft') | Domain('is_in_force', '=', True), limit=1000)
        uneven = Domain('id', 'in', lists.line_ids.filtered('is_uneven').ids)
        return uneven if True in value else ~uneven

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered('difference_reason')._note_allowed()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if 'difference_reason' in vals:
            self._note_allowed()
        return result

    def _note_allowed(self):
        for line in self.sudo():  # sudo: who allowed it is the system's
            line.difference_allowed_id = self.env.uid if (line.difference_reason or '').strip() else False

    # === BUSINESS METHODS ===#

    def _get_unity_key(self):
        """What it is a price of, the same in each outlet's list."""
        self.ensure_one()
        name = '' if self.kind in ('labour', 'menu', 'rescue') or self.product_id else (self.name or '').strip().casefold()
        return (
            self.kind, self.unit, self.pay_type_id.id, self.category_id.id, self.work_class_id.id, self.menu_id.id,
            self.product_id.id, self.part_origin, name)

    def _fetch_peers(self):
        """Rows of the group's other outlets for the same thing that ask something else.

        :return: dict of line: lines, as the system
        """
        lists = self.list_id._fetch_peer_lists() if self else {}
        rows = {}
        for others in lists.values():
            for other in others - self.env['aftersales.price.list'].sudo().browse(rows):
                rows[other.id] = {line._get_unity_key(): line for line in other.line_ids}
        found = {}
        for line in self:
            own = line.sudo()
            same = [
                rows[other.id][key] for other in lists.get(own.list_id, ()) for key in [own._get_unity_key()]
                if key in rows[other.id]]
            found[line] = own.browse([other.id for other in same if own._asks_otherwise(other)])
        return found

    def _asks_otherwise(self, other):
        self.ensure_one()
        if self.unit == 'percent':
            return bool(float_compare(self.percent, other.percent, precision_digits=2))
        price = other.currency_id._convert(
            other.price, self.currency_id, self.company_id, fields.Date.context_today(self))
        return bool(self.currency_id.compare_amounts(self.price, price))

    def _format_price(self):
        self.ensure_one()
        return f'{float_repr(self.percent, 2)} %' if self.unit == 'percent' else self.currency_id.format(self.price)

    def _tell_differences(self):
        """A line a row, for sentences."""
        told = [f'{line.shown_name}: {line._format_price()} – {line.peer_text}' for line in self[:NAMED]]
        return '\n'.join(told + (['…'] if len(self) > NAMED else []))
