from markupsafe import escape

from odoo import api, fields, models


class AftersalesJob(models.Model):
    """What who works on a job must know first, and be asked last; rooms tell by ``super()``."""
    _inherit = 'aftersales.job'

    read_first = fields.Text(
        compute='_compute_read_first', compute_sudo=True,
        help="Why the work came back, and what is to be done.")

    @api.depends('state')
    def _compute_read_first(self):
        for job in self:
            job.read_first = "\n".join(job._get_first_notes()) if job.is_open else False

    @api.model
    def _selection_needs_answer(self):
        """What whoever finishes a job may say of parts that are not issued."""
        used, unused = self.env._("They are in the car"), self.env._("They were not needed")
        return [('used', used), ('unused', unused)]

    # === HOOKS ===#

    def _get_first_notes(self):
        """What must be read before work on the job goes on: list of texts."""
        self.ensure_one()
        return []

    def _get_open_needs(self):
        """What the job still needs when its work is said to be done, a text each: parts that are not issued."""
        self.ensure_one()
        return []

    def _note_open_needs(self, needs, answer):
        """Whoever finished the job has said what became of what was still open: its advisor is told.

        :param list needs: texts of ``_get_open_needs``, as they were when the job was finished
        :param answer: one of ``_selection_needs_answer``
        """
        self.ensure_one()
        # sudo: who finishes a job need not be allowed to write its order
        order = self.sudo().order_id
        user = order.user_id or order.workshop_id.manager_id or self.env.ref('base.user_root')
        names = {'job': self.name, 'needs': ", ".join(needs)}
        words = self.with_context(lang=user.lang).env
        note = words._("“%(job)s” is finished, and the parts are in the car but not issued: %(needs)s", **names) \
            if answer == 'used' else \
            words._("“%(job)s” is finished without these parts, take them off the order: %(needs)s", **names)
        order.activity_schedule(
            'mail.mail_activity_data_todo', user_id=user.id,
            summary=words._("Parts not issued: %(plate)s", plate=order.license_plate or order.name), note=escape(note))
        order._message_log(body=note, author_id=self.env.user.partner_id.id)
