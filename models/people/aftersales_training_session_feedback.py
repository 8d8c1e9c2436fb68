from odoo import api, fields, models


class AftersalesTrainingSession(models.Model):
    """What its participants think of it, on average."""
    _inherit = 'aftersales.training.session'

    feedback_count = fields.Integer(string="Answers of Participants", compute='_compute_session_mark', compute_sudo=True)
    session_mark = fields.Float(
        string="Mark of the Participants", compute='_compute_session_mark', compute_sudo=True, digits=(16, 1),
        help="Average of 5 of those who have said what they think of it.")

    @api.depends('participant_ids.training_mark', 'participant_ids.feedback_date')
    def _compute_session_mark(self):
        marks = self.env['aftersales.training.participant']._average_marks('session_id', self.ids)
        for session in self:
            session.feedback_count, session.session_mark = marks.get(session._origin.id, (0, 0.0))
