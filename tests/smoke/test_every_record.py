from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command, Date, Datetime
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.cast import ROLE_GROUPS
from odoo.addons.aftersales.tests.dealership.booking import BookingCommon
from odoo.addons.aftersales.tests.dealership.counter import PNG, CheckinCommon
from odoo.addons.aftersales.tests.dealership.health import FILM, PIXEL, HealthCommon

# Set-up data: what the house decides, not what happened. Documents keep what was decided for them.
SETUP = {
    'aftersales.part.class': "kinds of parts to choose from",
    'aftersales.contract.type': "what is sold in advance", 'aftersales.contract.type.line': "work of such a contract",
    'aftersales.contract.type.price': "what such a contract costs for a model",
    'aftersales.contract.check': "what is looked at under such a contract",
    'aftersales.bay': "places of work", 'aftersales.claim.reason': "reasons to choose from",
    'aftersales.claim.terms': "what makers pay and ask for", 'aftersales.defect.code': "codes to choose from",
    'aftersales.claim.export': "how makers want their files", 'aftersales.claim.export.column': "columns of those files",
    'aftersales.supplier.agreement': "what suppliers bear; its log is kept",
    'aftersales.checkin.document': "papers to ask for", 'aftersales.checkin.tool': "things to ask for",
    'aftersales.key.place': "hooks to choose from",
    'aftersales.complaint.category': "categories to choose from", 'aftersales.complaint.cause': "causes to choose from",
    'aftersales.complaint.limit': "limits of roles",
    'aftersales.complaint.trigger': "when it is a crisis",
    'aftersales.deadline': "what is promised from now on; its log is kept",
    'aftersales.rescue.tariff': "what partners may charge; its log is kept", 'aftersales.rescue.truck': "trucks to choose from",
    'aftersales.rescue.step': "what crews do from now on; its log is kept",
    'aftersales.panel': "what is proposed from now on", 'aftersales.accident.paper.kind': "papers to ask for",
    'aftersales.decline.reason': "reasons to choose from", 'aftersales.delivery.point': "points to explain",
    'aftersales.discount.limit': "limits of roles", 'aftersales.file.item': "what a customer's file needs",
    'aftersales.health.area': "checklist", 'aftersales.health.item': "checklist", 'aftersales.health.phrase': "checklist",
    'aftersales.health.recommendation': "checklist", 'aftersales.health.template': "checklist",
    'aftersales.inspection.template': "checklist", 'aftersales.inspection.template.line': "checklist",
    'aftersales.labour.rate': "rates from now on", 'aftersales.maintenance.plan': "plans; their log is kept",
    'aftersales.maintenance.plan.line': "plans", 'aftersales.menu': "offers", 'aftersales.menu.line': "offers",
    'aftersales.menu.price': "offers", 'aftersales.operation': "catalogue", 'aftersales.operation.hours': "catalogue",
    'aftersales.operation.part': "catalogue", 'aftersales.pay.type': "who pays for what kind of work",
    'aftersales.special.day': "opening hours", 'aftersales.vin.region': "reference list",
    'aftersales.warning.light': "lights to choose from", 'aftersales.work.class': "classes of work",
    'aftersales.workshop': "outlets",
    'aftersales.survey.factor': "what counts how much", 'aftersales.survey.scale': "marks to choose from",
    'aftersales.survey.level': "marks; answers keep theirs", 'aftersales.survey.rule': "what becomes of answers from now on",
    'aftersales.survey.target': "what is to be reached; its log is kept",
    'aftersales.survey.trigger': "when is asked; its log is kept",
    'aftersales.survey.term': "words by which texts are counted; its log is kept",
    'aftersales.followup.deputy': "who calls for whom from now on", 'aftersales.followup.rule': "plan; its log is kept",
    'aftersales.customer.tag': "words to choose from", 'aftersales.contact.topic': "what is proposed from now on",
    'aftersales.reminder.rule': "plan; its log is kept", 'aftersales.reminder.day': "seasons and holidays to come",
    'aftersales.renewal.target': "what is to be reached",
    'aftersales.campaign.kind': "kinds to choose from",
    'aftersales.followup.tip': "words to say",
    'aftersales.followup.script': "words to say", 'aftersales.followup.script.step': "words to say",
    'aftersales.value.band': "what is worth how much from now on; its log is kept",
    'aftersales.lost.reason': "reasons to choose from", 'aftersales.count.reason': "reasons to choose from",
    'aftersales.incoming.plan': "what is inspected from now on; its log is kept",
    'aftersales.incoming.finding': "what counts how much from now on; its log is kept",
    'aftersales.supplier.criterion': "what weighs how much from now on; its log is kept",
    'aftersales.deposit.rate': "what is asked for from now on; its log is kept",
    'aftersales.return.window': "when old parts go from now on; its log is kept",
    'aftersales.old.part.watch': "what is watched from now on; its log is kept",
    'aftersales.member.level': "what customers reach from now on",
    'aftersales.coupon.terms': "what coupons ask for from now on; its log is kept",
    'aftersales.voucher.rule': "what is given from now on; its log is kept",
    'aftersales.stocking.policy': "what is kept from now on; its log is kept",
    'aftersales.stock.kept': "reckoned anew by night", 'aftersales.stock.kept.month': "reckoned anew by night",
    'aftersales.writedown.band': "what is written off from now on; its log is kept",
    'aftersales.handover.point': "what is looked at from now on; sheets keep theirs",
    'aftersales.knowledge.word': "words that mean the same",
    'aftersales.training.kind': "kinds to choose from", 'aftersales.training.course': "what is taught; its log is kept",
    'aftersales.training.plan': "what is to be reached; its log is kept",
    'aftersales.training.plan.line': "what is to be reached",
    'aftersales.norm.rule': "who gets what from now on; its log is kept",
    'aftersales.staffing.ratio': "what is reckoned with from now on; its log is kept",
    'aftersales.staffing.check': "reckoned anew whenever somebody asks",
    'aftersales.cost.rate': "what is reckoned with from now on; its log is kept",
    'aftersales.cost.account': "which accounts are costs from now on; its log is kept",
    'aftersales.cost.entry': "entered and put right by whoever sees costs; its log is kept",
    'aftersales.order.cost': "reckoned anew whenever somebody asks",
    'aftersales.relation': "reckoned anew whenever somebody asks; its log is kept",
    'aftersales.relation.line': "reckoned anew whenever somebody asks",
    'aftersales.forecast': "reckoned anew whenever somebody asks",
    'aftersales.forecast.line': "reckoned anew whenever somebody asks",
    'aftersales.appraisal.indicator': "what is measured from now on; its log is kept",
    'aftersales.appraisal.template': "what is asked for from now on; its log is kept",
    'aftersales.appraisal.template.line': "what is asked for from now on; sheets keep theirs",
    'aftersales.indicator': "what is counted from now on; its log is kept",
    'aftersales.indicator.target': "what is to be reached; its log is kept",
    'aftersales.indicator.figure': "counted anew every night; its log is kept",
    'aftersales.substatus': "what is said of cars from now on",
    'aftersales.last.look.point': "what is looked at from now on; looks keep theirs",
    'aftersales.store.point': "what is looked at from now on; checks keep theirs",
    'aftersales.outlet.grade': "limits from now on; its log is kept",
    'aftersales.site.area': "what is checked from now on; its log is kept",
    'aftersales.site.point': "what is looked at from now on; checks keep theirs",
    'aftersales.standard': "a version in use stays", 'aftersales.standard.area': "part of a version",
    'aftersales.standard.criterion': "part of a version", 'aftersales.standard.level': "part of a version",
}
# Rows of the system that come and go; nobody has rights to write them.
PASSING = {
    'aftersales.booking.day', 'aftersales.booking.limit', 'aftersales.booking.request', 'aftersales.clock.guard',
    'aftersales.batch.failure', 'aftersales.complaint.counter', 'aftersales.complaint.request', 'aftersales.contact.check',
    'aftersales.value.mark', 'aftersales.value.count', 'aftersales.value.run',
    'aftersales.stocking.proposal', 'aftersales.member',
}
# Of rooms that came beside this test: the visit below does not live through them yet, their own tests hold them.
LATER = {
    'aftersales.alternative', 'aftersales.alternative.line',
    'aftersales.bulletin', 'aftersales.bulletin.read', 'aftersales.bulletin.use', 'aftersales.knowledge.search',
    'aftersales.hard.case', 'aftersales.hard.case.step', 'aftersales.training.session', 'aftersales.training.participant',
    'aftersales.handing.over', 'aftersales.handing.over.line', 'aftersales.appraisal.sheet', 'aftersales.appraisal.line',
    'aftersales.survey.invitation', 'aftersales.survey.bulletin', 'aftersales.survey.letter', 'aftersales.monthly.report',
    'aftersales.day.close',
    'aftersales.contact.plan', 'aftersales.file.refusal',
    'aftersales.reminder', 'aftersales.renewal',
    'aftersales.campaign', 'aftersales.campaign.cost', 'aftersales.campaign.guest',
    'aftersales.consent', 'aftersales.followup', 'aftersales.followup.contact', 'aftersales.followup.summary',
    'aftersales.customer.value', 'aftersales.customer.value.change', 'aftersales.lost.customer',
    'aftersales.rescue', 'aftersales.rescue.offer', 'aftersales.rescue.photo', 'aftersales.rescue.receipt',
    'aftersales.rescue.sheet', 'aftersales.rescue.sheet.line', 'aftersales.rescue.expense', 'aftersales.rescue.part',
    'aftersales.rescue.tick', 'aftersales.rescue.round', 'aftersales.rescue.car', 'aftersales.rescue.promise',
    'aftersales.action', 'aftersales.complaint', 'aftersales.complaint.dissent', 'aftersales.complaint.letter',
    'aftersales.complaint.opinion', 'aftersales.complaint.party', 'aftersales.complaint.pause',
    'aftersales.complaint.month', 'aftersales.complaint.month.line', 'aftersales.complaint.month.unit',
    'aftersales.complaint.solution', 'aftersales.complaint.aftercall', 'aftersales.crisis', 'aftersales.crisis.statement',
    'aftersales.crisis.step', 'aftersales.people.fact', 'aftersales.complaint.lesson',
    'aftersales.claim', 'aftersales.claim.entry', 'aftersales.claim.line', 'aftersales.claim.submission',
    'aftersales.claim.statement', 'aftersales.claim.statement.line', 'aftersales.claim.handover', 'aftersales.claim.file',
    'aftersales.supplier.contact', 'aftersales.station.settlement', 'aftersales.station.settlement.line',
    'aftersales.station.settlement.issue', 'aftersales.station.confirmation',
    'aftersales.coverage', 'aftersales.coverage.refusal', 'aftersales.exclusion', 'aftersales.free.issue',
    'aftersales.free.issue.limit', 'aftersales.free.issue.line', 'aftersales.old.part',
    'aftersales.old.part.move', 'aftersales.old.part.receipt', 'aftersales.old.part.alarm', 'aftersales.old.part.freight',
    'aftersales.policy',
    'aftersales.policy.line', 'aftersales.problem', 'aftersales.statute', 'aftersales.statute.assembly',
    'aftersales.statute.case', 'aftersales.statute.evidence', 'aftersales.statute.exemption',
    'aftersales.statute.fault.kind', 'aftersales.statute.part', 'aftersales.statute.relief', 'aftersales.statute.rule',
    'aftersales.statute.watch', 'aftersales.warranty.registration',
    'aftersales.claim.credit', 'aftersales.claim.credit.line', 'aftersales.claim.rest',
    'aftersales.defect.report', 'aftersales.recall', 'aftersales.recall.part', 'aftersales.recall.range',
    'aftersales.recall.signoff', 'aftersales.recall.target', 'aftersales.recall.telling', 'aftersales.recall.vehicle',
    'aftersales.recall.wave',
    'aftersales.loan', 'aftersales.loan.charge', 'aftersales.loan.damage', 'aftersales.loan.sheet',
    'aftersales.tyre', 'aftersales.tyre.fee', 'aftersales.tyre.move', 'aftersales.tyre.place', 'aftersales.tyre.set',
    'aftersales.fitment', 'aftersales.fitment.mapping', 'aftersales.part.number', 'aftersales.part.supersession',
    'aftersales.counter.sale', 'aftersales.counter.sale.line', 'aftersales.short.delivery',
    'aftersales.part.defect', 'aftersales.supplier.score', 'aftersales.supplier.score.line',
    'aftersales.supplier.screening', 'aftersales.supplier.certificate',
    'aftersales.incoming.check', 'aftersales.cash.day',
    'aftersales.home.checkin', 'aftersales.home.photo',
    'aftersales.key.move', 'aftersales.work.spot', 'aftersales.last.look', 'aftersales.last.look.line',
    'aftersales.accident', 'aftersales.accident.paper', 'aftersales.accident.photo', 'aftersales.accident.visit',
    'aftersales.assessment', 'aftersales.assessment.line', 'aftersales.handover', 'aftersales.handover.line',
    'aftersales.price.dispute', 'aftersales.price.list', 'aftersales.price.list.line', 'aftersales.competitor.price',
    'aftersales.contract', 'aftersales.contract.entitlement', 'aftersales.contract.move', 'aftersales.contract.visit',
    'aftersales.contract.visit.line', 'aftersales.lost.sale', 'aftersales.season.plan', 'aftersales.season.plan.line',
    'aftersales.deposit', 'aftersales.core.deposit', 'aftersales.benefit',
    'aftersales.offer', 'aftersales.voucher',
    'aftersales.store.check', 'aftersales.store.check.line',
    'aftersales.stock.writedown', 'aftersales.stock.writedown.line',
    'aftersales.spot.check', 'aftersales.spot.check.line',
    'aftersales.stock.review', 'aftersales.stock.review.line', 'aftersales.scrap.request', 'aftersales.scrap.request.line',
    'aftersales.agreement', 'aftersales.agreement.driver', 'aftersales.agreement.car',
    'aftersales.personal.request', 'aftersales.personal.found', 'aftersales.access.review',
    'aftersales.access.review.line', 'aftersales.export.log', 'aftersales.personal.copy', 'aftersales.retention.rule',
    'aftersales.deletion.run', 'aftersales.deletion.line', 'aftersales.backup.test', 'aftersales.secrecy.text',
    'aftersales.secrecy.promise', 'aftersales.contract.answer', 'aftersales.day.report',
    'aftersales.equipment.check', 'aftersales.equipment.lift', 'aftersales.equipment.care', 'aftersales.equipment.care.done',
    'aftersales.tool.loan',
    'aftersales.audit', 'aftersales.audit.area', 'aftersales.audit.line', 'aftersales.standard.certificate',
    'aftersales.risk', 'aftersales.duty', 'aftersales.duty.check', 'aftersales.emergency.plan', 'aftersales.emergency.drill',
    'aftersales.incident', 'aftersales.site.check', 'aftersales.site.check.line',
    'aftersales.exchange.field', 'aftersales.exchange.import', 'aftersales.exchange.column', 'aftersales.exchange.row',
    'aftersales.exchange.partner', 'aftersales.exchange.call', 'aftersales.exchange.document', 'aftersales.past.visit',
    'aftersales.past.visit.line',
    'aftersales.budget', 'aftersales.budget.line',
    'aftersales.idea', 'aftersales.goal', 'aftersales.norm', 'aftersales.mentoring', 'aftersales.mentoring.line',
    'aftersales.learning.goal', 'aftersales.contest', 'aftersales.contest.place', 'aftersales.award', 'aftersales.staff.survey',
}
# What may be written of a record that is done, and need not be told in its log.
OPEN = {
    ('aftersales.hold', 'exemption_id'): "the order's log tells which wait the law leaves out, and who says so",
    ('aftersales.order', 'color'): "a mark of the board",
    ('aftersales.order', 'note'): "remarks go on; signed papers keep those of their day",
    ('stock.picking', 'aftersales_miss_cause'): "what the store judges of a transfer; the transfer's own log tells of it",
}
OTHER = {
    'char': lambda value: 'Rewritten', 'text': lambda value: 'Rewritten', 'html': lambda value: '<p>Rewritten</p>',
    'integer': lambda value: value + 1, 'float': lambda value: value + 1, 'monetary': lambda value: value + 1,
    'boolean': lambda value: not value, 'date': lambda value: Date.to_date('2031-01-01'),
    'datetime': lambda value: Datetime.to_datetime('2031-01-01 10:00:00'), 'binary': lambda value: PIXEL,
}


@tagged('post_install', '-at_install')
class TestEveryRecord(HealthCommon, CheckinCommon, BookingCommon):
    """faults M11: what was recorded is neither deleted nor rewritten; what may still be corrected tells so in its log."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forget_notices()

    def _live_a_visit(self):
        """A visit from the booking to the delivery, with all that is recorded on the way."""
        env = self.env
        order = self._create_orders()
        order.job_ids.technician_id = self.technician
        # An hour at which the outlet is open, whatever the hour of the test.
        tomorrow = fields.Datetime.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
        appointment = env['aftersales.appointment'].create({
            'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id, 'order_id': order.id,
            'start': tomorrow.replace(hour=9)})
        enquiry = env['aftersales.enquiry'].with_user(self.user_advisor).create({
            'question': "Brakes?", 'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id,
            'partner_id': self.customer.id})
        enquiry.answer = "From 80 on."
        enquiry.action_answer()
        appointment.sudo()._transition('arrived')
        checkin = env['aftersales.checkin'].with_user(self.user_advisor).create({
            'order_id': order.id, 'key_tag': 'K 3', 'approves_jobs': False,
            'belonging_ids': [Command.create({'name': "Umbrella"})],
            'document_ids': [Command.link(env.ref('aftersales.checkin_document_registration').id)],
            'damage_ids': [Command.create({'view': 'left', 'x': 0.2, 'y': 0.3, 'kind': 'dent', 'photo': PIXEL})]})
        checkin.signature = PNG
        checkin.action_sign()
        asked = order.with_user(self.user_advisor)._ask_customer().sudo()
        job = order.job_ids
        asked._answer({job.id: ('approved', '')}, job._get_shown_hash(), signatory='Chen Jing', signature=PNG)
        promise = env['aftersales.promise.change'].with_user(self.user_advisor).create({
            'order_id': order.id, 'new_date': '2030-01-01 10:00:00', 'reason': "Part is late"})
        hold = env['aftersales.hold'].with_user(self.user_advisor).create({'order_id': order.id, 'kind': 'customer'})
        hold.action_close()
        self.issue(order)
        technician = job.with_user(self.user_technician)
        technician.action_clock_start()
        technician.write({
            'fault_code_ids': [Command.create({'code': 'P0301'})],
            'measured_value_ids': [Command.create({'name': "Compression", 'value': 9})]})
        entry = job.sudo().time_ids
        check = self._check(order)
        env['aftersales.health.photo'].with_user(self.user_technician).create({
            'line_id': check.line_ids[0].id, 'image': PIXEL})
        env['aftersales.health.video'].with_user(self.user_technician).create({
            'line_id': check.line_ids[0].id, 'film': FILM, 'name': "Belt", 'seconds': 9})
        self._finish_check(check)
        action = technician.action_clock_finish()
        Form(env[action['res_model']].with_user(self.user_technician).with_context(**action['context'])).save().action_apply()
        self.inspect(order)
        order.with_user(self.user_advisor).odometer_out = 12010
        plan = env['aftersales.maintenance.plan'].create({
            'name': "Plan", 'line_ids': [Command.create({'name': "Oil", 'interval_months': 12})]})
        service = env['aftersales.service.record'].create({
            'vehicle_id': self.vehicle.id, 'line_id': plan.line_ids.id, 'order_id': order.id, 'date': '2026-01-01'})
        delivery = env['aftersales.delivery'].sudo().create(order._prepare_delivery_vals(
            receiver='Chen Jing', signature=PNG, line_ids=[Command.create({'name': "Invoice explained", 'is_done': True})]))
        self.deliver(order)
        planned = self._receive_approved(vehicle_id=self.vehicle_2.id).job_ids
        start = tomorrow.replace(hour=10)
        planned.with_user(self.user_dispatcher).write({
            'technician_id': self.technician.id, 'planned_start': start, 'planned_stop': start + timedelta(hours=1)})
        return {record._name: record for record in (
            order, job, order.line_ids, appointment, enquiry, checkin, checkin.belonging_ids, checkin.damage_ids,
            checkin.paper_ids, asked, asked.authorisation_ids, asked.authorisation_ids.line_ids, promise, hold, entry,
            job.fault_code_ids, job.measured_value_ids, check, check.line_ids, check.line_ids.photo_ids,
            check.line_ids.video_ids, job.inspection_ids,
            job.inspection_ids.line_ids, service, delivery, delivery.line_ids, self.vehicle.ownership_ids,
            planned.order_id.allocation_ids.filtered('employee_id'),
            env['aftersales.notice'].search([('res_id', '=', order.id)]), env['aftersales.kept.print'].search([]),
            order.sudo().picking_ids, self.vehicle.odometer_ids,
        )}

    # === EVERY MODEL ===#

    def _get_models(self):
        return {
            name for name, Model in self.env.registry.items()
            if name.startswith('aftersales.') and Model._auto and not Model._abstract and not Model._transient}

    def _get_attempts(self, record):
        """Each stored field of ours (all of them on models of ours), and another value."""
        is_ours = record._name.startswith('aftersales.')
        for name, field in record._fields.items():
            if not field.store or field.related or name in ('id', 'create_date', 'create_uid', 'write_date', 'write_uid') or (
                    name.startswith(('message_', 'activity_')) or not (is_ours or name.startswith('aftersales_'))):
                continue
            value = record[name]
            if field.type in OTHER:
                yield name, OTHER[field.type](value)
            elif field.type == 'selection':
                others = [key for key, __ in field._description_selection(self.env) if key != value]
                yield from ((name, key) for key in others[:1])
            elif field.type == 'many2one':
                other = self.env[field.comodel_name].sudo().search([('id', '!=', value.id)], limit=1)
                yield name, other.id
            elif field.type == 'many2many':
                other = self.env[field.comodel_name].sudo().search([('id', 'not in', value.ids)], limit=1)
                yield name, [Command.clear()] if value else [Command.set(other.ids)]

    def _get_tracked(self, record):
        self.env.cr.flush()
        self.env.invalidate_all()
        return len(record.sudo().message_ids.tracking_value_ids)

    def _try_write(self, record, name, value, tells):
        """:return: whether it was written, and is not told in the log: whatever the context says, it has to be"""
        before = record.sudo()[name]
        told = self._get_tracked(record) if tells else 0
        try:
            with self.env.cr.savepoint() as savepoint:
                record.with_context(tracking_disable=True, mail_notrack=True).write({name: value})
                self.env.flush_all()
                is_hidden = record.sudo()[name] != before and not (tells and self._get_tracked(record) > told)
                savepoint.rollback()
        except (UserError, ValueError, psycopg2.Error):
            return False
        finally:
            self.env.invalidate_all()
        return is_hidden

    def test_every_model_is_known_here(self):
        """A new model is set-up data, for a reason, or a record that is tried below."""
        models, lived = self._get_models(), set(self._live_a_visit())
        self.assertEqual(models - set(SETUP) - PASSING - LATER - lived, set())
        known = set(SETUP) | PASSING | {name for name in lived if name.startswith('aftersales.')}
        self.assertEqual(known - models, set())

    @mute_logger('odoo.sql_db', 'odoo.addons.aftersales.models.base.base')
    def test_neither_deleted_nor_rewritten(self):
        """faults M11: every model of ours that records something × every role × every stored field, after the visit."""
        users = [getattr(self, f'user_{role}') for role in ROLE_GROUPS]
        tried = 0
        for model, records in self._live_a_visit().items():
            record = records[:1]
            self.assertTrue(record, f"{model}: a test of nothing")
            has_log = isinstance(record, self.env.registry['aftersales.log.mixin'])
            for user in users:
                own = record.with_user(user)
                with self.subTest(model, user=user.login), self.assertRaises(UserError):
                    own.unlink()
                self.env.invalidate_all()
                if not own.has_access('write'):
                    with self.subTest(model, user=user.login), self.assertRaises(UserError):
                        own.write({'write_date': fields.Datetime.now()})
                    continue
                for name, value in self._get_attempts(record.sudo()):
                    tried += 1
                    if (model, name) not in OPEN:
                        with self.subTest(model, field=name, user=user.login):
                            self.assertFalse(self._try_write(own, name, value, has_log), "rewritten, and no log tells it")
        self.assertGreater(tried, 1000)

    def test_the_log_stays(self):
        """faults M11: of every document with a log, as every role: what it tells is neither changed nor deleted."""
        for model, records in self._live_a_visit().items():
            record = records[:1]
            if not isinstance(record, self.env.registry['mail.thread']) or not model.startswith('aftersales.'):
                continue
            self.assertIsInstance(record, self.env.registry['aftersales.log.mixin'], model)
            record.sudo()._message_log(body="Noted by the system")
            noted = record.sudo().message_ids.filtered(lambda message: message.message_type != 'comment')
            self.assertTrue(noted, model)
            for role in ROLE_GROUPS:
                for message in noted[:2].with_user(getattr(self, f'user_{role}')):
                    for attempt in (
                        message.unlink, lambda message=message: message.write({'body': "Nothing"}),
                        lambda message=message: message.write({'model': False}),
                        lambda message=message: message.write({'message_type': 'comment'}),
                    ):
                        with self.subTest(model, role=role), self.assertRaises(UserError):
                            attempt()
