import re

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.aftersales.models.base import table_file
from odoo.addons.aftersales.models.exchange.kind.aftersales_exchange_kind import WrongRow
from odoo.addons.phone_validation.models.mail_thread_phone import PHONE_REGEX_PATTERN

COPIED = ('name', 'street', 'city', 'comment')
# Written in half width, whatever keyboard typed them.
CODES = ('phone', 'email', 'zip', 'vat')


class AftersalesExchangeCustomer(models.AbstractModel):
    """People and companies whose cars are looked after; the same name with the same phone is the same customer."""
    _name = 'aftersales.exchange.customer'
    _inherit = ['aftersales.exchange.kind']
    _description = "Imported Customers"
    _target = 'res.partner'

    @api.model
    def _get_key(self, values):
        if not values.get('key'):
            raise WrongRow(self.env._("The customer's number is missing: it says who it is when the file comes again."))
        return values['key']

    @api.model
    def _match(self, rows):
        phones = {self._strip_phone(row['prepared'].get('phone')) for row in rows} - {''}
        partners = self.env['res.partner'].search(
            [('id', 'in', self._find_ids_of_phones(phones)), ('company_id', 'in', [False, self.env.company.id])],
            order='id desc')
        known = {(table_file.fold(partner.name), self._strip_phone(partner.phone)): partner for partner in partners}
        found = {}
        for row in rows:
            partner = known.get((table_file.fold(row['values'].get('name')), self._strip_phone(row['prepared'].get('phone'))))
            if partner:
                found[row['number']] = partner
        return found

    @api.model
    def _strip_phone(self, phone):
        """The number without what people write between its digits: as core's index of phones holds it."""
        return re.sub(PHONE_REGEX_PATTERN, '', phone or '')

    @api.model
    def _find_ids_of_phones(self, phones):
        """Whose phone is one of these, whoever may read them: found by that index, as the column itself has none.

        Number by number: asked for all of them at once, PostgreSQL expects most of the table and reads it whole.
        """
        self.env['res.partner'].flush_model(['phone'])
        return [partner_id for partner_id, in self.env.execute_query(SQL(
            """
            SELECT found.id
              FROM UNNEST(%s::text[]) AS wanted (number)
        CROSS JOIN LATERAL (SELECT id FROM res_partner
                             WHERE phone IS NOT NULL AND REGEXP_REPLACE(phone, %s, '', 'g') = wanted.number
                            OFFSET 0) AS found
            """, sorted(phones), PHONE_REGEX_PATTERN))]

    @api.model
    def _read_helps(self, rows, document):
        if not any(row['values'].get('country') for row in rows):
            return {}
        countries = self.env['res.country'].search([], limit=500)
        return {table_file.fold(name): country for country in countries for name in (country.code, country.name)}

    @api.model
    def _prepare(self, values, helps):
        if not values.get('name'):
            raise WrongRow(self.env._("The name is missing."))
        country = values.get('country') and helps.get(table_file.fold(values['country']))
        return {
            **{code: values.get(code) for code in COPIED},
            **{code: self._fold_width(values[code]) for code in CODES if values.get(code)},
            'ref': self._fold_width(values['key']),
            **({'country_id/.id': str(country.id)} if country else {'country_id': values.get('country')}),
            'is_company': self._read_yes(values, 'is_company')}

    @api.model
    def _get_subject(self, row):
        return row['values'].get('name') or super()._get_subject(row)
