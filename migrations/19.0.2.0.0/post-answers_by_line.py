"""Answers given before approval counted by line: tell which lines they are about.

The answer itself is evidence and stays as it is. What it covers follows the rule it was given under: all of the
job, as long as the job costs no more than was shown; else the lines that still are as they were shown.
"""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    answers = env['aftersales.authorisation'].search([('line_ids', '=', False)], order='id')
    last_answers = {answer.job_id: answer for answer in answers}
    env['aftersales.authorisation.line'].create([
        vals for answer in last_answers.values() for vals in prepare_lines(answer)
    ])


def prepare_lines(answer):
    """Values of the lines an old answer is about."""
    lines, shown = answer.job_id.line_ids, answer._get_content().get('lines', [])
    total = sum(lines.mapped('price_total'))
    if answer.decision == 'approved' and answer.currency_id.compare_amounts(total, answer.amount_total) > 0:
        lines = lines.filtered(lambda line: any(
            (line.name, line.quantity, line.price_total) == (old['name'], old['quantity'], old['total']) for old in shown))
    return [
        {**line._prepare_authorisation_line_vals(False), 'authorisation_id': answer.id, 'old_total': 0.0} for line in lines
    ]
