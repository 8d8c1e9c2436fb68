from odoo import api, models


class AftersalesOrder(models.Model):
    """Who has an order open sees what others change of it: by keys only, each page then reads what its user may see."""

    _name = 'aftersales.order'
    _inherit = ['aftersales.order', 'bus.listener.mixin']

    def write(self, vals):
        result = super().write(vals)
        if any(not name.startswith(('message_', 'activity_')) for name in vals):
            self._touch_sheet()
        return result

    def _touch_sheet(self):
        """Tell the pages that have these orders open, once this transaction is saved: one message an order."""
        data = self.env.cr.precommit.data
        if 'aftersales.sheet' not in data:
            data['aftersales.sheet'] = {}
            self.env.cr.precommit.add(self.env['aftersales.order']._send_sheet_news)
        # The page that made the change has it by its own call: it knows its news by this.
        tab = self.env.context.get('aftersales_tab')
        data['aftersales.sheet'].update(dict.fromkeys(self.ids, tab if isinstance(tab, str) and len(tab) <= 40 else False))

    @api.model
    def _send_sheet_news(self):
        for order_id, tab in self.env.cr.precommit.data.pop('aftersales.sheet', {}).items():
            self.browse(order_id)._bus_send('aftersales.order/changed', {'order': order_id, 'tab': tab}, subchannel='sheet')
