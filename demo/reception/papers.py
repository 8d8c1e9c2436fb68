from datetime import timedelta

from odoo import models
from odoo.fields import Command, Date

# What is told of a paper that some row of ``counter/checkins.csv`` names, beside that it was seen.
TOLD = {
    'checkin_document_licence': {'valid_for': -20},
    'checkin_document_insurance': {'valid_for': 130},
    'checkin_document_warranty': {'possession': 'kept', 'condition': 'worn', 'remark': "First page is loose"},
}
TOOLS = ('jack', 'triangle', 'spare_wheel', 'mats')
NEARLY_EMPTY = 25


class AftersalesDemo(models.AbstractModel):
    """Papers at check-in: one has expired, one is kept until the car leaves, the others were seen; and the tool sets, of
    which a triangle is missing here and there (D2)."""

    _inherit = 'aftersales.demo'

    def _prepare_checkin(self, row):
        vals = super()._prepare_checkin(row)
        tools = [(name, self._ref(f'checkin_tool_{name}')) for name in TOOLS] if vals['belonging_ids'] else []
        return {
            **vals,
            'belonging_ids': vals['belonging_ids'] + [
                Command.create({
                    'name': tool.name, 'tool_id': tool.id,
                    'is_there': name != 'triangle' or vals['fuel_level'] > NEARLY_EMPTY})
                for name, tool in tools],
            'paper_ids': [
                Command.create(self._prepare_checkin_paper(f'checkin_document_{name}')) for name in row['documents'].split()],
        }

    def _prepare_checkin_paper(self, xmlid):
        told = dict(TOLD.get(xmlid, {}))
        if days := told.pop('valid_for', None):
            told['valid_until'] = Date.context_today(self) + timedelta(days=days)
        return {'document_id': self._ref(xmlid).id, **told}
