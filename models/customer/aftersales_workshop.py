from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    """Who looks after the customers of an outlet, and whose files are late (J1)."""
    _inherit = 'aftersales.workshop'

    care_agent_rule = fields.Selection([
        ('advisor', "The advisor of the first visit"), ('round', "In turn, who has the fewest customers"),
        ('none', "Named by hand")], string="New Customers Are Looked After By", default='advisor', required=True)
    care_agent_ids = fields.Many2many(
        'res.users', 'aftersales_workshop_care_agent_rel', 'workshop_id', 'user_id', string="Care Agents",
        check_company=True, domain="[('share', '=', False)]")

    def _get_care_tallies(self, start, stop):
        tallies = super()._get_care_tallies(start, stop)
        if not self.env.user.has_group('aftersales.group_complete_file'):
            return tallies
        late = Domain('is_file_late', '=', True) & Domain('owner_agent_id', '=', self.env.uid)
        return [*tallies, Tally(
            33, 'customer_files', 'wrong', self.env._("files of your customers late"),
            'aftersales.action_files_to_complete', list(late), 'danger')]
