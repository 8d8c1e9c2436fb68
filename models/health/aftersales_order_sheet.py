from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.aftersales.models.base.entries import Offer


class AftersalesOrder(models.Model):
    """What former visits left open, to be added to the order in one click (C5, E4)."""

    _inherit = 'aftersales.order'

    def _get_offers(self):
        return super()._get_offers() + [
            Offer(
                entry['kind'], entry['record'].id, entry['name'], entry['level'],
                " · ".join(filter(None, [format_date(self.env, entry['date']), entry['reason']])), entry['amount'],
                entry['kind'] == 'declined',
            )
            for entry in self._get_open_recommendations()
        ]

    def _add_hit(self, hit, job):
        kind = hit.get('kind')
        if kind not in ('declined', 'finding'):
            return super()._add_hit(hit, job)
        offered = [entry['record'] for entry in self._get_open_recommendations() if entry['kind'] == kind]
        record = next((each for each in offered if each.id == hit.get('id')), None)
        if record is None:
            raise UserError(self.env._(
                "This does not wait any more: it was offered again, done or dropped meanwhile."))
        return self._add_recommendations(**{'jobs' if kind == 'declined' else 'findings': record})
