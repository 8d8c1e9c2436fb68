"""Reasons for leaving were text only: a text that is a reason's name, in whatever language, is that kind; any other text
is of the kind "Other", and stays beside it."""


def migrate(cr, version):
    cr.execute("""
        UPDATE aftersales_order AS orders
           SET leave_reason_id = reason.id
          FROM aftersales_decline_reason AS reason, jsonb_each_text(reason.name) AS label
         WHERE orders.leave_date IS NOT NULL AND orders.leave_reason_id IS NULL
           AND lower(trim(orders.leave_reason)) = lower(label.value)
    """)
    cr.execute("""
        UPDATE aftersales_order AS orders
           SET leave_reason_id = reason.id
          FROM ir_model_data AS data
          JOIN aftersales_decline_reason AS reason ON reason.id = data.res_id
         WHERE data.module = 'aftersales' AND data.name = 'decline_reason_other'
           AND orders.leave_date IS NOT NULL AND orders.leave_reason_id IS NULL
    """)
