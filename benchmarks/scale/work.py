"""What scheduled actions do: the first batch of each is worked on, and rolled back.

``measure`` reads the queue of each besides. Whatever an action is due for once a day or month is made due first, and it is
ten in the morning in Shanghai, when customers may be asked. A record that fails makes the action fail: nothing is measured
that did not work.
"""
from datetime import time, timedelta
from unittest.mock import patch

from odoo import api, fields
from odoo.api import Environment
from odoo.fields import Datetime

MORNING = time(2, 30)  # UTC
LAST_MONTHS = "date_trunc('month', current_date) - interval '2 months'"

# What makes each due again; nothing of it is kept.
DUE = {
    'cron_measure_figures': ["UPDATE aftersales_workshop SET figures_date = current_date - 1"],
    'cron_close_days': [
        "UPDATE aftersales_workshop SET close_due = now() - interval '1 day'",
        "UPDATE aftersales_day_close SET date = date - 20000 WHERE date > current_date - 3"],
    'cron_forecast': [
        "UPDATE aftersales_workshop SET forecast_due_date = current_date - 1",
        "UPDATE aftersales_forecast SET month = month - interval '60 years' WHERE month >= date_trunc('month', current_date)"],
    'cron_check_staffing': ["UPDATE aftersales_workshop SET staffing_due_date = current_date - 1"],
    'cron_settle_month': ["UPDATE aftersales_workshop SET settled_month = NULL"],
    'cron_tell_opinions': [
        "UPDATE aftersales_workshop SET opinions_until = NULL",
        "UPDATE aftersales_survey_letter SET week_start = week_start - 20000 WHERE week_start > current_date - 30"],
    'cron_make_monthly_reports': [
        "UPDATE aftersales_monthly_report SET period_start = period_start - interval '60 years' "
        f"WHERE period_start >= {LAST_MONTHS}"],
    'cron_make_summaries': [
        "UPDATE aftersales_followup_summary SET period_start = period_start - interval '60 years' "
        f"WHERE period_start >= {LAST_MONTHS}"],
    'cron_make_bulletins': [
        "UPDATE aftersales_survey_bulletin SET period_start = period_start - interval '60 years' "
        "WHERE period_start >= current_date - 200"],
    'cron_work_out_members': [
        "UPDATE aftersales_member SET worked_date = NULL "
        "WHERE id IN (SELECT id FROM aftersales_member ORDER BY id DESC LIMIT 2000)"],
    'cron_propose_stocking': ["UPDATE aftersales_stocking_policy SET done_month = NULL"],
    'cron_keep_stock': ["UPDATE aftersales_stocking_policy SET kept_day = NULL"],
    'cron_watch_old_parts': ["UPDATE aftersales_old_part_watch SET checked_date = NULL"],
    'cron_match_recalls': ["UPDATE aftersales_recall SET matched_date = current_date - 2 WHERE state = 'running'"],
    'cron_reckon_costs': [
        "UPDATE aftersales_order SET cost_due = true WHERE id IN ("
        "SELECT id FROM aftersales_order WHERE state = 'delivered' ORDER BY id DESC LIMIT 200)"],
    'cron_appraisal': [
        "UPDATE aftersales_appraisal_template SET made_month = NULL",
        f"UPDATE aftersales_appraisal_sheet SET month = month - interval '60 years' WHERE month >= {LAST_MONTHS}"],
    'cron_generate_followups': ["UPDATE aftersales_followup_rule SET generated_date = NULL"],
    'cron_generate_reminders': ["UPDATE aftersales_reminder_rule SET generated_date = NULL, progress = NULL"],
    'cron_delete_by_terms': [
        "UPDATE aftersales_deletion_line SET is_finished = false, last_id = 0 "
        "WHERE end_action != 'hold' AND run_id IN (SELECT id FROM aftersales_deletion_run WHERE state = 'open')",
        "UPDATE aftersales_deletion_run SET state = 'running' WHERE state = 'open'"],
    'cron_complaint_months': [
        f"UPDATE aftersales_complaint_month SET month = month - interval '60 years' WHERE month >= {LAST_MONTHS}"],
}


class Worker:
    """One scheduled action: ``prepare`` makes it due, and a call works on its first batch."""

    def __init__(self, name, model, method):
        self.name, self.model, self.method, self.records = name, model, method, 0

    def prepare(self, cr):
        for statement in DUE.get(self.name, ()):
            cr.execute(statement)

    def __call__(self, env):
        self.records = 0
        env = Environment(env.cr, api.SUPERUSER_ID, {})
        Mixin = type(env['aftersales.batch.mixin'])
        Cron, work = type(env['ir.cron']), Mixin._work_through_part

        def count(records, *args, **kwargs):
            self.records += len(records)
            return work(records, *args, **kwargs)

        def refuse(record, method, error):
            raise error

        now = Datetime.now()
        shift = fields.Datetime.to_datetime(str(now.date())).replace(hour=MORNING.hour, minute=MORNING.minute) - now
        if shift > timedelta(0):  # the morning of yesterday is over in any case
            shift -= timedelta(days=1)
        with (
            patch.object(Cron, '_commit_progress', lambda *__, **___: 0),
            patch.object(Mixin, '_work_through_part', count),
            patch.object(Mixin, '_note_batch_failure', refuse),
            patch.object(Datetime, 'now', staticmethod(lambda: now + shift)),
        ):
            getattr(env[self.model], self.method)()
            env.flush_all()
