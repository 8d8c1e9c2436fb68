from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesJob(models.Model):
    """Finished work is checked by somebody else before the car leaves (F1)."""
    _inherit = 'aftersales.job'

    inspection_ids = fields.One2many('aftersales.inspection', 'job_id', string="Inspections")
    inspection_count = fields.Integer(compute='_compute_inspection_count')

    @api.depends('inspection_ids')
    def _compute_inspection_count(self):
        for job in self:
            job.inspection_count = len(job.inspection_ids)

    def action_view_inspections(self):
        action = {
            'type': 'ir.actions.act_window',
            'name': self.env._("Inspections"),
            'res_model': 'aftersales.inspection',
            'view_mode': 'list,form',
            'domain': [('job_id', 'in', self.ids)],
        }
        if len(self.inspection_ids) == 1:
            action.update(view_mode='form', res_id=self.inspection_ids.id)
        return action

    def _check_passed(self):
        super()._check_passed()
        self._check_not_own_work()
        self._get_open_inspections()._check_complete()

    def _check_not_own_work(self):
        """Nobody passes work he did himself, by his login or by another of his employee cards."""
        # sudo: whoever clocked time counts, seen or not
        for job in self.sudo():
            if self.env.user in job._get_workers().user_id:
                raise UserError(self.env._(
                    "You worked on job %(job)s of %(order)s, so somebody else must check it.",
                    job=job.shown_name, order=job.order_id.name,
                ))

    def _after_transition(self, source, target):
        inspections = self._get_open_inspections() if source == 'done' else self.env['aftersales.inspection']
        if source == 'done' and target == 'passed':
            inspections._close('pass')
        elif source == 'done' and target == 'todo':
            inspections._close('fail')
            self._tell_technician(inspections)
        elif source == 'done':
            inspections.sudo().unlink()
        result = super()._after_transition(source, target)
        if target == 'done':
            # sudo: the system opens inspections, nobody else; whoever finished the work doesn't follow its check
            Inspection = self.env['aftersales.inspection'].sudo().with_context(
                mail_create_nosubscribe=True, mail_create_nolog=True)
            Inspection.create([job._prepare_inspection_vals() for job in self if job._needs_inspection()])
        return result

    @api.depends('inspection_ids.state')
    def _compute_read_first(self):
        return super()._compute_read_first()

    def _get_first_notes(self):
        """Why the inspector returned the work, and what is to be done, until it is finished again."""
        notes = super()._get_first_notes()
        closed = self.inspection_ids.filtered(lambda inspection: inspection.state != 'draft').sorted('id')[-1:]
        if closed.state != 'fail':
            return notes
        return [*notes, *closed._get_return_notes()]

    def _get_open_inspections(self):
        return self.inspection_ids.filtered(lambda inspection: inspection.state == 'draft')

    def _needs_inspection(self):
        """Whether somebody else has to check the finished work."""
        self.ensure_one()
        return True

    def _prepare_inspection_vals(self):
        self.ensure_one()
        template = self.work_class_id.checklist_id
        return {
            'job_id': self.id,
            'template_id': template.id,
            'needs_road_test': self.work_class_id.needs_road_test,
            'line_ids': [
                Command.create({
                    'sequence': line.sequence,
                    'template_line_id': line.id,
                    'name': line.name,
                    'instruction': line.instruction,
                })
                for line in template.line_ids
            ],
        }

    def _tell_technician(self, inspections):
        """A task on the returned job for the person who did it, saying what was found."""
        for inspection in inspections:
            job = inspection.job_id
            job._message_log(body=inspection._get_return_note())
            # sudo: the technician's login
            user = job.sudo().technician_id.user_id
            if user:
                words = inspection.with_context(lang=user.lang)
                job.activity_schedule(
                    'mail.mail_activity_data_todo', user_id=user.id, summary=words.env._("Rework"),
                    note=escape(words._get_return_note()))
