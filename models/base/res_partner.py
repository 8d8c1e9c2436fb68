import re

from odoo import api, models


class ResPartner(models.Model):
    _inherit = 'res.partner'
    _is_register = True

    def _get_print_address_line(self):
        """The address on one line, in the order of its country, without gaps where parts are missing."""
        self.ensure_one()
        parts = re.split(r'[\n,]', self._display_address(without_company=True))
        return ", ".join(filter(None, (part.strip() for part in parts)))

    # === HOOKS: TWO CUSTOMERS THAT ARE ONE ===#

    def _make_way(self, others):
        """Hook: ``others`` become this customer; of what is kept once a customer, what would stand twice makes way.

        Called with the rights of the system, before core moves what is theirs.
        """
        self.ensure_one()

    def _on_merged(self):
        """Hook: all that others had is this customer's now; called with the rights of the system."""
        self.ensure_one()

    @api.model
    def _find_surplus(self, records, key, rank):
        """Of records that come to one customer, those that stand beside the first of each key.

        :param key: by what ``grouped`` groups
        :param rank: the lowest of each key is kept
        """
        return records.browse([record.id for some in records.grouped(key).values() for record in some.sorted(rank)[1:]])
