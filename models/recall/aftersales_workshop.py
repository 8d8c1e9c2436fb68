from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    """Recalls on the manager's first screen, and on the page of those who book without a login."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        company = [('company_id', '=', self.company_id.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(80, 'stop_drive', 'wait', self.env._("stop-drive not done"), 'aftersales.action_recall_vehicles', [
                *company, ('vehicle_id', '!=', False), ('recall_state', '=', 'running'), ('stop_drive', '=', True),
                ('state', 'in', ('open', 'told', 'booked', 'ordered', 'reserved'))], 'danger'),
        ]

    def _get_claim_tallies(self, start, stop):
        """The clerk's card: cars nobody has told yet, and recalls that have not begun."""
        company = [('company_id', '=', self.company_id.id)]
        cars, recalls = 'aftersales.action_recall_vehicles', 'aftersales.action_recalls'
        return [
            *super()._get_claim_tallies(start, stop),
            Tally(50, 'recall_untold', 'now', self.env._("cars of recalls to tell"), cars, [
                *company, ('vehicle_id', '!=', False), ('recall_state', '=', 'running'), ('state', '=', 'open'),
                ('kind', '!=', 'silent')], 'warning'),
            Tally(55, 'recall_draft', 'now', self.env._("recalls to start"), recalls, [*company, ('state', '=', 'draft')]),
            Tally(20, 'recall_todo', 'wait', self.env._("cars of recalls to do"), cars, [
                *company, ('vehicle_id', '!=', False), ('recall_state', '=', 'running'),
                ('state', 'in', ('open', 'told', 'booked', 'ordered', 'reserved'))]),
        ]

    def _get_public_recalls(self):
        """What everybody may know: safety recalls that run, by model. Whether a plate is known here is nobody's business."""
        self.ensure_one()
        # sudo: for a visitor without a login, what the maker has published
        recalls = self.env['aftersales.recall'].sudo().search([
            ('company_id', '=', self.company_id.id), ('kind', '=', 'recall'), ('state', '=', 'running')])
        return [
            {
                'title': recall.title, 'number': recall.maker_number,
                'models': ", ".join(recall.model_ids.mapped('display_name')) or recall.brand_id.name,
            } for recall in recalls]
