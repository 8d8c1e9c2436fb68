from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# So many differences are named in a sentence; the list has them all.
NAMED = 10


class AftersalesPriceList(models.Model):
    """Outlets of one group ask the same for the same, unless a difference is allowed with its reason (A5)."""
    _inherit = 'aftersales.price.list'

    price_unity = fields.Selection(related='company_id.aftersales_price_unity')
    uneven_count = fields.Integer(compute='_compute_uneven_count')

    def _compute_uneven_count(self):
        for price_list in self:
            price_list.uneven_count = len(price_list._get_not_allowed())

    # === ACTION METHODS ===#

    def action_show_differences(self):
        """The rows that another outlet of the group charges otherwise, allowed or not."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_price_differences')
        lines = self.line_ids.filtered('is_uneven')
        return {**action, 'domain': [('id', 'in', lines.ids)], 'context': {}}

    # === BUSINESS METHODS ===#

    def _check_published(self):
        super()._check_published()
        for price_list in self.filtered(lambda price_list: price_list.company_id.aftersales_price_unity == 'refuse'):
            lines = price_list._get_not_allowed()
            if lines:
                raise UserError(self.env._(
                    "%(list)s asks other prices than other outlets of the group. Take theirs, or enter on the row why it "
                    "may differ:\n%(differences)s", list=price_list.display_name, differences=lines._tell_differences()))

    def _after_published(self, source):
        super()._after_published(source)
        for price_list in self.filtered(lambda price_list: price_list.company_id.aftersales_price_unity == 'warn'):
            lines = price_list._get_not_allowed()
            if lines:
                price_list.message_post(body=self.env._(
                    "Published with other prices than other outlets of the group:\n%(differences)s",
                    differences=lines._tell_differences()))

    def _get_not_allowed(self):
        """Rows that differ from another outlet's, and neither of the two says why it may."""
        self.ensure_one()
        peers = self.line_ids._fetch_peers()
        return self.line_ids.filtered(lambda line: not line.difference_reason and any(
            not peer.difference_reason for peer in peers[line]))

    def _fetch_peer_lists(self):
        """Lists of the other outlets of the group that hold when these do.

        :return: dict of list: lists, as the system
        """
        # sudo: outlets of one group have one price, whoever's company it is
        lists = self.sudo()
        groups = lists.company_id._get_price_groups()
        held = lists.search(
            Domain('state', '=', 'published')
            & Domain('company_id', 'in', [company.id for group in groups.values() for company in group])
            & (Domain('valid_to', '=', False) | Domain('valid_to', '>=', fields.Date.context_today(self)))
        ) if groups else lists.browse()
        found = {}
        for price_list in lists:
            day = max(filter(None, (price_list.valid_from, price_list._get_today())))
            found[price_list] = held.filtered(lambda other, price_list=price_list, day=day: (
                other.workshop_id != price_list.workshop_id
                and other.company_id in groups.get(price_list.company_id, price_list.company_id)
                and other.valid_from <= day and (not other.valid_to or other.valid_to >= day)))
        return found
