import re
from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.modules.db import FunctionStatus
from odoo.tools import SQL
from odoo.tools.sql import create_index, make_index_name

from odoo.addons.phone_validation.models.mail_thread_phone import PHONE_REGEX_PATTERN

PHONE = re.compile(r'[+\d\s().\-/]+')
# Fewer digits may be anything; of a long number the last ones tell it apart, whatever code stands before them.
SHORTEST_PHONE, PHONE_TAIL = 5, 8
MOST_BY_PHONE = 100


class ResPartner(models.Model):
    _inherit = 'res.partner'

    aftersales_no_email = fields.Boolean(
        string="Gives No E-mail", help="The customer has no e-mail address or does not want to give it.")
    owned_vehicle_ids = fields.One2many(
        'fleet.vehicle', 'owner_id', string='Vehicles', groups='aftersales.group_user,fleet.fleet_group_user')
    vehicle_count = fields.Integer(compute='_compute_vehicle_count', groups='aftersales.group_user')
    same_phone_partner_id = fields.Many2one(
        'res.partner', string="Contact with the Same Phone", compute='_compute_same_phone_partner_id',
        groups='aftersales.group_user')

    # === INITIALISATION ===#

    def init(self):
        """Customers are found by any part of their name or numbers: core's own indexes serve beginnings only.

        All of the columns, as one without an index makes the others useless.
        """
        super().init()
        registry = self.env.registry
        if not registry.has_trigram:
            return
        for name in self._rec_names_search:
            column = f'"{name}"'
            if registry.has_unaccent == FunctionStatus.INDEXABLE:
                column = registry.unaccent(column)
            create_index(
                self.env.cr, make_index_name(self._table, f'aftersales_{name}'), self._table, [f'{column} gin_trgm_ops'],
                method='gin', where=f'"{name}" IS NOT NULL')

    # === SEARCH METHODS ===#

    @api.model
    def _search_display_name(self, operator, value):
        """Who calls is found by the number, too."""
        domain = super()._search_display_name(operator, value)
        if operator != 'ilike' or not isinstance(value, str) or not PHONE.fullmatch(value.strip()):
            return domain
        digits = ''.join(filter(str.isdigit, value))
        if len(digits) < SHORTEST_PHONE:
            return domain
        # The last digits: with or without the country's code, however it was stored. Asked before and not in one
        # question, as an OR of two kinds of index makes both useless.
        self.flush_model(self._phone_get_number_fields())
        ids = self.sudo().search([('phone_mobile_search', 'ilike', digits[-PHONE_TAIL:])], limit=MOST_BY_PHONE).ids
        return domain | Domain('id', 'in', ids)

    # === COMPUTE METHODS ===#

    def _compute_vehicle_count(self):
        """Vehicles of a partner and of the contacts below it."""
        counts = self._count_with_contacts('fleet.vehicle', 'owner_id')
        for partner in self:
            partner.vehicle_count = counts[partner.id]

    @api.depends('phone')
    def _compute_same_phone_partner_id(self):
        """Who has the number already, written in whatever way; people of one company may share theirs."""
        tails = {partner: digits[-PHONE_TAIL:] for partner in self if len(digits := _get_digits(partner.phone)) >= PHONE_TAIL}
        # One question for all of a list; of those who share a number, the first ones are enough.
        found = self.browse()
        if tails:
            found = self.search(self._get_phone_domain(set(tails.values())), limit=MOST_BY_PHONE * len(tails), order='id')
        numbers = {other: [_get_digits(other[name]) for name in other._phone_get_number_fields()] for other in found}
        for partner in self:
            tail, own = tails.get(partner), partner._origin.commercial_partner_id | partner.parent_id
            partner.same_phone_partner_id = tail and next((
                other for other, written in numbers.items()
                if any(tail in number for number in written)
                and other != partner._origin and other.commercial_partner_id not in own), False)

    @api.model
    def _get_phone_domain(self, tails):
        """Who has a number with one of ``tails`` in it; core's ``phone_mobile_search`` asks for each of them alone."""
        def to_sql(model, alias, query):
            numbers = [model._field_to_sql(alias, name, query) for name in model._phone_get_number_fields()]
            return SQL("(%s)", SQL(" OR ").join(SQL(
                "%s IS NOT NULL AND REGEXP_REPLACE(%s, %s, '', 'g') LIKE ANY(%s)",
                number, number, PHONE_REGEX_PATTERN, [f'%{tail}%' for tail in sorted(tails)]) for number in numbers))
        return Domain.custom(to_sql=to_sql)

    def _count_with_contacts(self, model, partner_field, domain=()):
        """Records of a model per partner, those of the contacts below it included.

        :return: Counter of partner id
        """
        counts = Counter()
        below = self.with_context(active_test=False).search_fetch([('id', 'child_of', self.ids)], ['parent_id'])
        for partner, count in self.env[model]._read_group(
            [(partner_field, 'in', below.ids), *domain], [partner_field], ['__count'],
        ):
            while partner:
                counts[partner.id] += count
                partner = partner.with_prefetch(below._ids).parent_id
        return counts

    @api.readonly
    def action_view_vehicles(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.fleet_vehicle_action')
        action['domain'] = [('owner_id', 'child_of', self.ids)]
        action['context'] = {'default_is_customer_vehicle': True, 'default_owner_id': self.id if len(self) == 1 else False}
        return action

    def _is_aftersales_customer(self):
        """Whether this is somebody else than the companies of this database themselves."""
        return bool(self) and not self.sudo().ref_company_ids


def _get_digits(phone):
    return ''.join(filter(str.isdigit, phone or ''))
