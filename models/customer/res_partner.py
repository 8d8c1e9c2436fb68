from odoo import models


class ResPartner(models.Model):
    """What is known of a customer, block by block, and what he is to be spoken with next (J1)."""
    _inherit = 'res.partner'

    def _prepare_customer_file(self):
        """Hook: the blocks of the one-page file, in the order they are printed; rooms add theirs by ``super()``.

        :return: list of dicts of ``title`` and ``rows``: tuples of label and text, in the reader's language
        """
        self.ensure_one()
        return []

    def _propose_next_contacts(self, today):
        """Hook: what these customers may be contacted about next; the earliest is proposed.

        Rooms add their topics by ``super()``, for all of these customers in a constant number of queries.

        :param today: the day by the outlet's clock; nothing before it is proposed
        :return: dict of partner: list of tuples of date, code of the topic, text in the reader's language
        """
        return {partner: [] for partner in self}
