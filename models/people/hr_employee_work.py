from typing import Any, NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_list

# So many records of a kind stand by name in the protocol.
MOST_NAMES = 40
OPEN = ('is_open', '=', True)
# Whose open work of which model somebody has: field, and what is open. Employees are named where a field is theirs.
WORK = (
    ('aftersales.order', 'user_id', [('state', 'in', ('draft', 'received', 'in_progress', 'quality_check'))]),
    ('aftersales.job', 'technician_id', [('state', 'in', ('todo', 'blocked'))]),
    ('aftersales.appointment', 'user_id', [('state', 'in', ('draft', 'booked', 'confirmed', 'no_show'))]),
    ('aftersales.enquiry', 'user_id', [('state', 'in', ('open', 'in_progress'))]),
    ('aftersales.followup', 'user_id', [('state', 'in', ('planned', 'no_answer'))]),
    ('aftersales.reminder', 'user_id', [('state', 'in', ('planned', 'told'))]),
    ('aftersales.complaint', 'user_id', [OPEN]),
    ('aftersales.action', 'user_id', [('state', '=', 'open')]),
    ('aftersales.loan', 'user_id', [('state', 'in', ('reserved', 'out', 'back'))]),
    ('aftersales.rescue', 'user_id', [OPEN]),
    ('aftersales.lost.customer', 'user_id', [('state', 'in', ('open', 'offered'))]),
    ('aftersales.claim', 'user_id', [('state', 'not in', ('settled', 'withdrawn'))]),
    ('aftersales.contract.visit', 'user_id', [('state', '=', 'planned')]),
    ('aftersales.hard.case', 'user_id', [('state', '=', 'open')]),
    ('aftersales.training.session', 'user_id', [('state', '=', 'planned')]),
    ('maintenance.equipment', 'keeper_id', [('workshop_id', '!=', False)]),
    ('aftersales.equipment.care', 'user_id', []),
    ('aftersales.tool.loan', 'employee_id', [('stop', '=', False)]),
    ('mail.activity', 'user_id', []),
)


class Work(NamedTuple):
    """Open work of one kind."""

    name: str
    records: Any
    field: str


class HrEmployee(models.Model):
    """What is somebody's to do, and how it becomes a colleague's in few queries (issue 14)."""
    _inherit = 'hr.employee'

    def _find_open_work(self):
        """:return: list of ``Work`` of the companies that are open to who asks; a query for each kind"""
        self.ensure_one()
        user, found = self.sudo().user_id, []  # sudo: whose login it is; who may ask is the dialog's to say
        for name, field, domain in WORK:
            # sudo: all of it is to go, whatever of it who does it reads
            Model = self.env[name].sudo()
            person = self if Model._fields[field].comodel_name == 'hr.employee' else user
            if not person:
                continue
            domain = [*domain, (field, '=', person.id)]
            if 'company_id' in Model._fields:
                domain.append(('company_id', 'in', [*self.env.companies.ids, False]))
            records = Model.search(domain, order='id')
            if records:
                found.append(Work(self.env['ir.model']._get(name).name, records, field))
        return found

    def _hand_work_to(self, successor):
        """All open work becomes the successor's, as far as he may have it.

        :return: list of values of the protocol's lines
        """
        self.ensure_one()
        quiet = {'mail_auto_subscribe_no_notify': True, 'mail_activity_quick_update': True}
        rows = []
        for work in self._find_open_work():
            movable, reason = self._filter_movable(work.records.with_context(**quiet), successor)
            try:
                with self.env.cr.savepoint():
                    self._give_work(movable, work.field, successor)
            except UserError as error:
                movable, reason = movable.browse(), str(error)[:300]
            rows.append({
                'name': work.name, 'moved_count': len(movable), 'left_count': len(work.records - movable),
                'names': self._name_work(work.records), 'note': reason if len(movable) < len(work.records) else False})
        return rows

    @api.model
    def _name_work(self, records):
        names = [name for name in records[:MOST_NAMES].with_prefetch(records._prefetch_ids).mapped('display_name') if name]
        names += ['…'] if len(records) > MOST_NAMES else []
        return format_list(self.env, names) if names else False

    @api.model
    def _give_work(self, records, field, successor):
        """Written at once; tools go from hand to hand, each as a loan of its own."""
        if records._name == 'aftersales.tool.loan':
            records._hand_over(successor)
        elif records:
            is_person = records._fields[field].comodel_name == 'hr.employee'
            records.write({field: successor.id if is_person else successor.sudo().user_id.id})
            records.flush_recordset()

    @api.model
    def _filter_movable(self, records, successor):
        """What the successor may have, and why he may not have the rest."""
        user = successor.sudo().user_id  # sudo: whose login it is
        if records._name == 'aftersales.job':
            # What is planned already has its place on the board, beside what the successor has there.
            skills = successor.sudo()._get_skill_periods()  # sudo: only whether he holds it
            return records.filtered(
                lambda job: not job.planned_start and not job._get_lacking(skills, successor, job._get_work_days()),
            ), self.env._("Planned work is moved on the board; other work needs a skill that the successor has not.")
        if records._name == 'mail.activity':
            readable = records.browse()
            for model, tasks in records.filtered('res_model').grouped('res_model').items():
                documents = self.env[model].with_user(user).browse(set(tasks.mapped('res_id')))
                if documents.browse().has_access('read'):
                    seen = set(documents.exists()._filtered_access('read').ids)
                    readable |= readable.concat(*(task for task in tasks if task.res_id in seen))
            return readable, self.env._("The successor may not see what these tasks are about.")
        if user and not self.env[records._name].with_user(user).has_access('read'):
            return records.browse(), self.env._("The successor's role does not see such work.")
        return records, False
