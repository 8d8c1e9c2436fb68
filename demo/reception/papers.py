from datetime import timedelta

from odoo import models
from odoo.fields import Command, Date

# What is told of a paper that some row of ``counter/checkins.csv`` names, beside that it was seen.
TOLD = {
    'checkin_document_licence': {'valid_for': -20},
    'checkin_document_insurance': {'valid_for': 130},
    'checkin_document_warranty': {'possession': 'kept', 'condition': 'worn', 'remark': "First page is loose"},
}


class AftersalesDemo(models.AbstractModel):
    """Papers at check-in: one has expired, one is kept until the car leaves, the others were seen (D2)."""

    _inherit = 'aftersales.demo'

    def _prepare_checkin(self, row):
        return {
            **super()._prepare_checkin(row),
            'paper_ids': [
                Command.create(self._prepare_checkin_paper(f'checkin_document_{name}')) for name in row['documents'].split()],
        }

    def _prepare_checkin_paper(self, xmlid):
        told = dict(TOLD.get(xmlid, {}))
        if days := told.pop('valid_for', None):
            told['valid_until'] = Date.context_today(self) + timedelta(days=days)
        return {'document_id': self._ref(xmlid).id, **told}
