from datetime import timedelta

from odoo import api, fields, models

# Step of the table of deadlines: what an agreement may promise otherwise.
PROMISED = {'respond': 'respond_hours', 'arrive': 'arrive_hours', 'solve': 'solve_hours', 'spare': 'spare_hours'}


class AftersalesAgreement(models.Model):
    """What a fleet is promised when one of its cars stands still, instead of what everybody is (contracts §5)."""
    _inherit = 'aftersales.agreement'

    respond_hours = fields.Float(
        string="Answered Within (h)", digits=(6, 2), bounds=(0, 9600), tracking=True,
        help="Day and night, from the call; zero: by the table of deadlines, as for everybody.")
    arrive_hours = fields.Float(
        string="At the Place Within (h)", digits=(6, 2), bounds=(0, 9600), tracking=True,
        help="Day and night, from the call; zero: by the table of deadlines, as for everybody.")
    solve_hours = fields.Float(
        string="Fault Closed Within (h)", digits=(6, 2), bounds=(0, 9600), tracking=True,
        help="Day and night, from the call; zero: by the table of deadlines, as for everybody.")
    spare_hours = fields.Float(
        string="Spare Car Within (h)", digits=(6, 2), bounds=(0, 9600), tracking=True,
        help="Day and night, from when it was promised; zero: by the table of deadlines, as for everybody.")

    service_level = fields.Selection(
        '_get_service_levels', tracking=True,
        help="How fast its enquiries are answered, as the table of deadlines says of this level. Empty: as everybody's.")

    @api.model
    def _get_service_levels(self):
        kinds = self.env['aftersales.deadline']._fields['kind']._description_selection(self.env)
        return [(kind, label) for kind, label in kinds if kind.startswith('level_')]

    def _get_term(self, step):
        """:return: how long ``step`` may take by the agreement, or None: it says nothing of it"""
        hours = self[PROMISED[step]] if self and step in PROMISED else 0
        return timedelta(hours=hours) if hours else None
