def migrate(cr, version):
    """See pre-60_messages: from now on the dealer's own again."""
    cr.execute("""
        UPDATE ir_model_data SET noupdate = TRUE
         WHERE module = 'aftersales' AND model IN ('mail.template', 'sms.template')
    """)
