from datetime import timedelta

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL

AUDITORS = 'aftersales.group_audit'
# Days for what was found, by its weight; and for the plan of an outlet that failed.
DAYS = {'major': 30, 'minor': 90}
PLAN_DAYS = 30
# What a row keeps of the tree, in all languages.
AREA_WORDS, LINE_WORDS = ('name',), ('name', 'requirement', 'asked')


class AftersalesAudit(models.Model):
    """From the plan to the report that somebody else approves (N4)."""
    _inherit = 'aftersales.audit'

    _transitions = {
        'draft': {'running': AUDITORS, 'cancelled': AUDITORS},
        'running': {'done': AUDITORS, 'cancelled': AUDITORS},
        'done': {'approved': 'aftersales.group_manager'},
        'approved': {},
        'cancelled': {},
    }

    # === ACTION METHODS ===#

    def action_start(self):
        """Copy the tree: what becomes of the standard meanwhile changes nothing here."""
        self._claim_for_update()
        self._transition('running')

    def action_finish(self):
        """Seal what was seen; each finding becomes an improvement action."""
        self._claim_for_update()
        self._transition('done')

    def action_approve(self):
        self._claim_for_update()
        self._transition('approved')

    def action_rest_full(self):
        """What nobody has judged yet has its full points."""
        self.check_access('write')
        self.line_ids.filtered(lambda line: not line.grade).write({'grade': 'full'})

    def action_again(self):
        """Plan another assessment that looks whether it is better now."""
        self.ensure_one()
        self.check_access('read')
        if self.state not in ('done', 'approved'):
            raise UserError(self.env._("%(audit)s is not reported yet.", audit=self.display_name))
        standard = self.standard_id
        while standard.state == 'retired' and standard.replaced_by_ids.filtered(lambda new: new.state != 'draft'):
            standard = standard.replaced_by_ids.filtered(lambda new: new.state != 'draft')[:1]
        audit = self.create({
            'standard_id': standard.id, 'workshop_id': self.workshop_id.id, 'kind': 'recheck', 'previous_id': self.id,
            'date': self.company_id._get_today() + timedelta(days=PLAN_DAYS)})
        return {
            'type': 'ir.actions.act_window', 'res_model': self._name, 'view_mode': 'form', 'views': [(False, 'form')],
            'res_id': audit.id}

    # === BUSINESS METHODS: GUARDS ===#

    def _is_frozen(self):
        return bool(self.content_hash) or self.state == 'cancelled'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._(
            "%(audit)s is over: what was seen stays as it is. Assess the outlet again instead.", audit=self.display_name)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(audit)s stays in the history. Cancel it and say why.", audit=self.display_name)

    def _needs_cancel_reason(self):
        return True

    def _check_not_started(self):
        for audit in self:
            if audit.state != 'draft':
                raise UserError(self.env._(
                    "%(audit)s has begun: its standard and its outlet stay. Cancel it and plan another.",
                    audit=audit.display_name))

    def _check_running(self):
        for audit in self:
            if audit.standard_id.state != 'used':
                raise UserError(self.env._(
                    "%(audit)s: %(standard)s is not in use. Choose the version that is.",
                    audit=audit.display_name, standard=audit.standard_id.display_name))

    def _check_done(self):
        for audit in self:
            if audit.date > audit.company_id._get_today():
                raise UserError(self.env._(
                    "%(audit)s lies ahead: report it on its day, or enter the day it was made.", audit=audit.display_name))
            if audit.open_count:
                raise UserError(self.env._(
                    "%(audit)s: %(count)s criteria are not judged yet.", audit=audit.display_name, count=audit.open_count))
            if audit.deduction_count and not (audit.deduction_note or '').strip():
                raise UserError(self.env._("%(audit)s: write what is deducted for.", audit=audit.display_name))
            audit.line_ids._check_told()

    def _check_approved(self):
        for audit in self:
            if self.env.user == audit.lead_id:
                raise AccessError(self.env._(
                    "%(audit)s was made by you: somebody else approves it.", audit=audit.display_name))

    # === BUSINESS METHODS: WHAT FOLLOWS ===#

    def _after_running(self, source):
        for audit in self.sudo():  # sudo: rows are the system's copy of the tree
            audit.area_ids = [Command.create({
                'area_id': area.id, 'name': area.name, 'sequence': area.sequence, 'points': area.points, 'is_own': area.is_own,
            }) for area in audit.standard_id.area_ids]
            rows = {row.area_id: row for row in audit.area_ids}
            audit.line_ids = [Command.create({
                'criterion_id': criterion.id, 'area_row_id': rows[area].id, 'name': criterion.name,
                'requirement': criterion.requirement, 'asked': criterion.asked, 'code': criterion.code, 'points': points,
                'sequence': number, 'is_own': area.is_own or criterion.is_own, 'may_skip': criterion.may_skip,
            }) for number, (area, criterion, points) in enumerate(
                (area, *shared) for area in audit.standard_id.area_ids for shared in area._share_points().items())]
        self._copy_words(self.area_ids, 'aftersales_standard_area', 'area_id', AREA_WORDS)
        self._copy_words(self.line_ids, 'aftersales_standard_criterion', 'criterion_id', LINE_WORDS)

    def _copy_words(self, rows, table, link, names):
        """The words of the tree in all languages at once, as they are stored."""
        rows.flush_recordset()
        if rows:
            self.env.cr.execute(SQL(
                "UPDATE %s AS line SET %s FROM %s AS tree WHERE tree.id = line.%s AND line.id IN %s",
                SQL.identifier(rows._table),
                SQL(", ").join(SQL("%s = tree.%s", SQL.identifier(name), SQL.identifier(name)) for name in names),
                SQL.identifier(table), SQL.identifier(link), tuple(rows.ids)))
            rows.invalidate_recordset(names, flush=False)

    def _after_done(self, source):
        self._make_actions()
        for audit in self.sudo():  # sudo: the seal is the system's
            audit.write(audit._prepare_seal_vals())
        self._ask_for_plan()

    def _make_actions(self):
        """Who is in charge has what was found on his list; whether it helped is looked at by somebody else."""
        vals_list = []
        for audit in self:
            today = audit.company_id._get_today()
            for line in audit.line_ids.filtered('severity'):
                due = line.due_date or today + timedelta(days=DAYS[line.severity])
                vals_list.append({
                    'name': line.finding.splitlines()[0][:200], 'kind': 'corrective', 'audit_id': audit.id,
                    'audit_line_id': line.id, 'company_id': audit.company_id.id, 'workshop_id': audit.workshop_id.id,
                    'description': line.finding, 'user_id': line.user_id.id, 'due_date': due, 'needs_check': True,
                    'checker_id': audit.lead_id.id if audit.lead_id != line.user_id else False})
        # sudo: whoever assesses says what is to be done by whom, whatever else he steers
        self.env['aftersales.action'].sudo().create(vals_list)

    def _ask_for_plan(self):
        """Whoever leads an outlet that failed makes a plan."""
        for audit in self.sudo():  # sudo: tasks are the system's
            user = audit.workshop_id.manager_id
            if user and (audit.level_id.is_failed or audit.grade_id.asks_plan or not audit.is_passed):
                words = audit.with_context(lang=user.lang)
                words.activity_schedule(
                    'mail.mail_activity_data_todo', audit.company_id._get_today() + timedelta(days=PLAN_DAYS),
                    user_id=user.id, summary=words.env._("Make a plan: %(score)s points", score=f'{audit.score:g}'))

    def _after_approved(self, source):
        for audit in self.sudo():  # sudo: who approved it and when is the system's
            audit.write({'approved_id': self.env.uid, 'approved_date': audit.company_id._get_today()})

    def _get_evidence(self):
        return super()._get_evidence() | {
            'standard': self.standard_id.display_name,
            'level': self.level_id.name or '',
            'lines': [line._get_line_evidence() for line in self.line_ids]}
